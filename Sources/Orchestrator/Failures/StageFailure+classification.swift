package import Pipeline

extension StageFailure {
    /// What the engine of today does with a judged failure. It has no probe of its own, so what is uncertain goes to a
    /// person. Never `.reject`: no failure of the technique says anything about the document.
    /// - Parameter act: What was being done, in plain words: `"the posting"`. Stands in front of the hint.
    package init(_ failure: Classification, during act: String) {
        let reason = "\(act): \(failure.sign.name) (\(failure.name)). \(failure.hint)"
        switch failure.kind {
        case .transient, .throttled: self = .retry(after: failure.retryAfter ?? .zero, because: reason)
        case .uncertain, .business, .contract, .security, .bug: self = .needsReview(because: reason)
        }
    }
}

/// Where a case stands, for lists and reports. The database refuses every change that ``mayBecome(_:)`` refuses.
package enum CaseStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// Steps are being taken, or will be as soon as a worker is free.
    case running
    /// For a person's answer, an event or a time.
    case waiting
    /// A step failed in a way that only a person can mend; goes on by order.
    case review
    /// Held by a person; goes on by order.
    case paused
    case completed
    /// The document can't be an invoice, or a person refused it.
    case rejected
    /// Technical trouble outlasted all attempts, or a deadline passed.
    case failed
    case cancelled

    /// Whether no step is taken any more unless a person says so.
    package var isEnd: Bool {
        switch self {
        case .completed, .rejected, .failed, .cancelled: true
        case .running, .waiting, .review, .paused: false
        }
    }

    package func mayBecome(_ next: CaseStatus) -> Bool { Self.ways[self, default: []].contains(next) }

    /// A refused or failed case can be taken up again; what is completed or cancelled stays so.
    package static let ways: [CaseStatus: Set<CaseStatus>] = [
        .running: Set(allCases),
        .waiting: Set(allCases),
        .review: [.review, .running, .cancelled],
        .paused: [.paused, .running, .cancelled],
        .rejected: [.rejected, .running],
        .failed: [.failed, .running, .cancelled],
        .completed: [.completed],
        .cancelled: [.cancelled],
    ]
}

import Orchestrator
package import Pipeline
package import Postgres

extension StageFailure {
    /// What the engine does about the ledger's database.
    /// - Parameter duringEffect: Whether a booking may have left. What then leaves doubt is `.retry`, too: the engine
    ///   asks the ledger before it does anything with an effect once more.
    package init(_ error: PostgresError, during act: String, duringEffect: Bool) {
        if error.kind == .canceled {
            self = .interrupted
            return
        }
        let judged = Classification.of(.sqlState(error.ledgerState), duringEffect: duringEffect)
        let reason = "\(act): \(judged.sign.name) (\(judged.name)). \(judged.hint)"
        self =
            judged.kind == .uncertain
            ? .retry(after: .zero, because: reason) : StageFailure(judged, during: act)
    }
}

extension PostgresError {
    /// The server's code, or the one that stands for what libpq saw.
    var ledgerState: String {
        if let sqlState { return sqlState }
        return switch kind {
        case .connectionLost: "08006"
        case .unavailable: "08001"
        case .outOfResources: "53300"
        case .permission: "28000"
        case .timeout, .canceled: "57014"
        case .serialization, .uniqueViolation, .constraint, .bug, .other: "XX000"
        }
    }
}

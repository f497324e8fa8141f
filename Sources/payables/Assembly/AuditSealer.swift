import Orchestrator
import Postgres
import Storage

/// Seals the events of all organisations from time to time.
struct AuditSealer: Sendable {
    let pool: PostgresPool

    /// Beside `body`, and once more when it has ended.
    func run<Value: Sendable>(every pause: Duration, beside body: () async throws -> Value) async throws -> Value {
        let sealing = Task {
            while !Task.isCancelled {
                await seal()
                try? await Task.sleep(for: pause)
            }
        }
        defer { sealing.cancel() }
        let value = try await body()
        sealing.cancel()
        await sealing.value
        await seal()
        return value
    }

    /// What could not be sealed now is sealed the next time.
    private func seal() async {
        do {
            for audit in try await PostgresAudit.all(pool, tree: Assembly.merkleTree) { try await audit.seal() }
        } catch {
            guard !Task.isCancelled else { return }
            Console.tell("The audit was not sealed: \(error); trying again")
        }
    }
}

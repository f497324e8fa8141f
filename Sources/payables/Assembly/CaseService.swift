import Foundation
import Orchestrator
import Storage

/// Workers, the tick and the intake, until they are asked to stop.
actor CaseService {
    /// As the queue has it: which program on this machine.
    private static let name = "serve \(ProcessInfo.processInfo.processIdentifier)"

    private let worker: CaseWorker
    /// `nil` = no folder is watched.
    private let intake: FolderIntake?
    /// 0 = steps are taken by others.
    private let jobs: Int
    /// How long a case stays with a program that has died.
    private let lease: Duration
    /// What else runs beside the workers, until it is cancelled.
    private let duties: [@Sendable () async -> Void]
    private var isStopping = false
    private var work: Task<Void, any Error>?

    init(
        worker: CaseWorker, intake: FolderIntake?, jobs: Int, lease: Duration, duties: [@Sendable () async -> Void] = []
    ) {
        self.worker = worker
        self.intake = intake
        self.jobs = jobs
        self.lease = lease
        self.duties = duties
    }

    func stop() {
        isStopping = true
        work?.cancel()
    }

    /// - Parameters:
    ///   - once: End when all documents have a case and nothing is left to do now.
    ///   - isQuiet: Whether no case is under way.
    /// - Throws: What the first scan throws. Later, a folder, a disk or a database that is away is asked again.
    func run(once: Bool, isQuiet: @escaping @Sendable () async throws -> Bool) async throws {
        let (worker, intake, jobs, lease, duties) = (worker, intake, jobs, lease, duties)
        let task = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<jobs { group.addTask { await Self.labour(worker, lease) } }
                for duty in duties { group.addTask { await duty() } }
                var seen: [String: FileLook] = [:]
                try await intake?.scan(&seen)
                while !Task.isCancelled {
                    try await Task.sleep(for: .milliseconds(once ? 200 : 2000))
                    do {
                        if once { if try await isQuiet() { break } } else { try await intake?.scan(&seen) }
                    } catch {
                        guard !Task.isCancelled else { throw error }
                        Console.tell("\(error); trying again")
                    }
                }
                group.cancelAll()
            }
        }
        work = task
        if isStopping { task.cancel() }
        do { try await task.value } catch is CancellationError where isStopping {}
    }

    private static func labour(_ worker: CaseWorker, _ lease: Duration) async {
        while !Task.isCancelled {
            do {
                let claims = try await worker.store.claim(1, worker: name, lease: lease)
                for claim in claims { try await worker.work(claim) }
                if claims.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
            } catch is CancellationError {
                return
            } catch {
                // Whatever was under way comes again when its lease is over.
                guard !Task.isCancelled else { return }
                Console.tell("\(error); trying again")
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    static func tick(_ store: any CaseStore) async {
        while !Task.isCancelled {
            _ = try? await store.tick()
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    static func keep(_ schedules: ScheduleRunner) async {
        while !Task.isCancelled {
            do { _ = try await schedules.tick() } catch  where !Task.isCancelled {
                Console.tell("schedules: \(error); trying again")
            } catch {}
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

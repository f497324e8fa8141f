import Foundation
import Orchestrator
import Storage

/// Workers, the tick and the intake, until they are asked to stop.
actor CaseService {
    /// How long a case stays with a program that has died.
    static let lease = Duration.seconds(30)

    private let worker: CaseWorker
    private let intake: FolderIntake
    private let schedules: ScheduleRunner
    private let jobs: Int
    private var isStopping = false
    private var work: Task<Void, any Error>?

    init(worker: CaseWorker, intake: FolderIntake, schedules: ScheduleRunner, jobs: Int) {
        self.worker = worker
        self.intake = intake
        self.schedules = schedules
        self.jobs = jobs
    }

    func stop() {
        isStopping = true
        work?.cancel()
    }

    /// - Parameters:
    ///   - once: End when all documents have a case and nothing is left to do now.
    ///   - isQuiet: Whether no case is under way.
    /// - Throws: What the first scan throws, or the database when it is lost for good.
    func run(once: Bool, isQuiet: @escaping @Sendable () async throws -> Bool) async throws {
        let (worker, intake, schedules, jobs) = (worker, intake, schedules, jobs)
        let task = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<jobs { group.addTask { await Self.labour(worker) } }
                group.addTask { await Self.tick(worker.store) }
                group.addTask { await Self.keep(schedules) }
                var seen: [String: String] = [:]
                try await intake.scan(&seen)
                while !Task.isCancelled {
                    try await Task.sleep(for: .milliseconds(once ? 200 : 2000))
                    if once { if try await isQuiet() { break } } else { try await intake.scan(&seen) }
                }
                group.cancelAll()
            }
        }
        work = task
        if isStopping { task.cancel() }
        do { try await task.value } catch is CancellationError where isStopping {}
    }

    private static func labour(_ worker: CaseWorker) async {
        while !Task.isCancelled {
            do {
                let claims = try await worker.store.claim(1, worker: "serve", lease: lease)
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

    private static func tick(_ store: any CaseStore) async {
        while !Task.isCancelled {
            _ = try? await store.tick()
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private static func keep(_ schedules: ScheduleRunner) async {
        while !Task.isCancelled {
            do { _ = try await schedules.tick() } catch  where !Task.isCancelled {
                Console.tell("schedules: \(error); trying again")
            } catch {}
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

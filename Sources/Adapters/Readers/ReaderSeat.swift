import Foundation
import Pipeline

/// A place for one reader: starts it when there is something to do, replaces it when it is lost, worn or fat.
/// Belongs to one thread.
final class ReaderSeat {
    private let configuration: ReaderConfiguration
    private let log: @Sendable (String) -> Void
    /// Told of every reader before it is given anything, so that it can be ended from outside.
    private let started: (ReaderProcess) -> Void
    private var process: ReaderProcess?
    private(set) var report = SandboxReport()
    private var documents = 0
    /// Of the reader that was lost last.
    private var lastWords = ""
    /// Number of the document that the reader has open.
    private var held: Int?

    init(
        _ configuration: ReaderConfiguration, log: @escaping @Sendable (String) -> Void,
        started: @escaping (ReaderProcess) -> Void
    ) {
        self.configuration = configuration
        self.log = log
        self.started = started
    }

    /// Asks about a document.
    /// - Parameter frames: What goes with the order; `nil` = the document's bytes, unless the reader has it open.
    /// - Throws: What the reader answered, or why it was lost; it is replaced at the next call.
    func ask(
        _ order: Order, about document: DocumentInReading, sending frames: [Data]? = nil
    ) throws(ReadFailure) -> Message<Answer> {
        if held != document.number { replaceIfWorn() }
        let process = try running()
        do throws(ReadFailure) {
            return try ask(process, order, about: document, frames)
        } catch {
            // It was on its way out when it was asked: no library has seen the document, another reader may.
            guard Self.isLoss(error), self.process == nil, !process.hasTaken else { throw error }
            return try ask(try running(), order, about: document, frames)
        }
    }

    private func ask(
        _ process: ReaderProcess, _ order: Order, about document: DocumentInReading, _ frames: [Data]?
    ) throws(ReadFailure) -> Message<Answer> {
        let isHeld = held == document.number
        if !isHeld {
            documents += 1
            process.allow(cpuSeconds: configuration.settings.limits.cpuSeconds)
        }
        let answer = try exchange(
            process, order, frames: frames ?? (isHeld ? [] : [document.bytes]),
            until: Deadline(page: .seconds(configuration.settings.limits.secondsPerPage), end: document.end))
        guard case .failed(let failure) = answer.body else {
            // What was extracted from words alone is not open anywhere.
            if frames == nil { held = document.number }
            return answer
        }
        held = nil
        throw failure.tamed
    }

    /// Ends the reader because its answer, though in form, cannot be true.
    func lose(because reason: String) -> ReadFailure {
        guard let process else { return ReadFailure(.protocolError, reason) }
        return lost(process, process.lose(.nonsense(reason)))
    }

    /// A reader that runs and is ready.
    func running() throws(ReadFailure) -> ReaderProcess {
        if let process, process.isRunning { return process }
        if let process { log("reader \(process.pid) had ended while it waited") }
        process = nil
        do throws(ReadFailure) {
            return try start()
        } catch {
            guard Self.isLoss(error) else { throw error }
            // Nothing was asked of it yet, so trying again harms nobody.
            log("a reader ended while it started: \(error.message)")
        }
        do throws(ReadFailure) {
            return try start()
        } catch {
            guard Self.isLoss(error) else { throw error }
            throw startFailure
        }
    }

    /// It had no document yet, so its words can be shown.
    private var startFailure: ReadFailure {
        let words = lastWords.split(separator: "\n").last.map { ": \($0)" } ?? "."
        return ReadFailure(.setup, "The reader program \(configuration.executable) does not start\(words)").tamed
    }

    /// Whether a reader ended of its own accord.
    private static func isLoss(_ failure: ReadFailure) -> Bool {
        failure.reason == .readerCrashed && failure != .stopped
    }

    private func start() throws(ReadFailure) -> ReaderProcess {
        (held, documents) = (nil, 0)
        let process = try ReaderProcess(configuration)
        started(process)
        let patience = Duration.seconds(configuration.secondsToStart)
        let types = configuration.types.sorted { $0.key < $1.key }
        let answer = try exchange(
            process, .start(configuration.settings, types: types.map(\.key)), frames: types.map(\.value),
            until: Deadline(page: patience, end: .now + patience + patience, pageStop: .startTime))
        switch answer.body {
        case .ready(let report):
            self.report = report
            process.isReady()
        case .failed(let failure):
            process.kill(for: .notNeeded)
            throw failure.tamed
        default: throw lost(process, process.lose(.nonsense("no readiness")))
        }
        self.process = process
        return process
    }

    private func exchange(
        _ process: ReaderProcess, _ order: Order, frames: [Data], until deadline: Deadline
    ) throws(ReadFailure) -> Message<Answer> {
        do throws(ReadFailure) {
            return try process.exchange(order, frames: frames, until: deadline)
        } catch {
            throw lost(process, error)
        }
    }

    private func lost(_ process: ReaderProcess, _ failure: ReadFailure) -> ReadFailure {
        lastWords = process.end().lastWords
        log("reader \(process.pid) lost (\(failure.reason.rawValue)): \(lastWords)")
        (self.process, held) = (nil, nil)
        return failure
    }

    private func replaceIfWorn() {
        guard let process else { return }
        let isWorn = documents >= configuration.documentsPerReader
        guard isWorn || process.memory.resident > configuration.residentBytes else { return }
        log("reader \(process.pid) replaced after \(documents) documents")
        process.kill(for: .notNeeded)
        (self.process, held) = (nil, nil)
    }
}

extension ReadFailure {
    /// A reader's own words, made harmless: they may come from a hostile document.
    var tamed: ReadFailure {
        let scalars = message.unicodeScalars.prefix(500)
        let plain = scalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return ReadFailure(reason, String(plain))
    }
}

/// A document on its way through readers.
struct DocumentInReading: Sendable {
    /// The pool's own, never used twice.
    var number: Int
    var name: String
    var bytes: Data
    var kind: DocumentKind
    var end: ContinuousClock.Instant
}

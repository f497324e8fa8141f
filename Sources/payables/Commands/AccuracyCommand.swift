import Accuracy
import ArgumentParser
import Foundation
import Reports

/// `payables accuracy`: how many values of a corpus with known truth are right.
struct AccuracyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy", abstract: "Score results against known truth.",
        discussion: """
            Every NAME.truth.json below --truth is held against NAME.json below --pred, as `payables batch` writes it. \
            The rules of comparison are those of docs/decisions: dates as dates, amounts to half a cent, identifiers by \
            their letters and digits, names by likeness.

            Examples:
              payables batch fixtures --out out && payables accuracy --truth fixtures --pred out
              payables accuracy --truth fixtures --pred out --by layout
              payables accuracy --truth fixtures --pred out --gate accuracy.json
              payables accuracy --truth fixtures --pred out --calibration --json figures.json

            \(ExitStatus.help([.accepted, .fell, .usage, .noInput]))
            """)

    @Option(help: "Folder of NAME.truth.json.", completion: .directory) var truth = "fixtures"
    @Option(help: "Folder of NAME.json.", completion: .directory) var pred = "out"
    @Option(help: "Rows of the table: field, kind, language or layout.") var by: Grouping = .field
    @Flag(help: "Also score the folders inside.") var recursive = false
    @Option(help: "Write all figures to this file.", completion: .file()) var json: String?
    @Option(help: "Exit with 1 when a figure is below the one committed in this file.", completion: .file())
    var gate: String?
    @Flag(help: "Write the figures of this run to the gate's file, and exit with 1.") var record = false
    @Flag(help: "List every wrong or missing field.") var errors = false
    @Flag(help: "Hold confidences against outcomes, and say what each threshold would let pass.") var calibration =
        false

    func validate() throws {
        if record, gate == nil { throw ValidationError("--record needs --gate FILE to write to.") }
    }

    func run() throws {
        let evaluation = try evaluated()
        Console.answer(AccuracyTables(evaluation).text(by: by.value))
        if errors { Console.answer(AccuracyTables(evaluation).faults) }
        let calibrated = calibration ? Calibration(evaluation) : nil
        if let calibrated { Console.answer(AccuracyCalibration(calibrated).text) }
        if let json { try save(Figures(evaluation: evaluation, calibration: calibrated), to: json) }
        guard let gate else { return }
        if record {
            try save(Gate(recording: evaluation), to: gate)
            throw CommandFailure(
                .fell, "Recorded the figures of this run in \(gate). Look at the change, then commit it.")
        }
        try hold(evaluation, to: gate)
    }

    /// All figures as one object.
    private struct Figures: Encodable {
        var evaluation: Evaluation
        var calibration: Calibration?
        enum Key: String, CodingKey { case calibration }

        func encode(to encoder: any Encoder) throws {
            try evaluation.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encodeIfPresent(calibration, forKey: .calibration)
        }
    }

    private func evaluated() throws -> Evaluation {
        for folder in [truth, pred] where !FileManager.default.fileExists(atPath: folder) {
            throw CommandFailure(.noInput, "There is no folder \(folder).")
        }
        do {
            return try Evaluation(truths: URL(filePath: truth), predictions: URL(filePath: pred), recursive: recursive)
        } catch let error as EvaluationError {
            throw CommandFailure(.noInput, error.description)
        } catch {
            throw CommandFailure(.noInput, "The folder \(truth) cannot be read: \(error.localizedDescription)")
        }
    }

    private func save(_ value: some Encodable, to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(value) + Data("\n".utf8)).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw CommandFailure(.noInput, "\(file) cannot be written: \(error.localizedDescription)")
        }
    }

    private func hold(_ evaluation: Evaluation, to file: String) throws {
        guard let bytes = FileManager.default.contents(atPath: file),
            let gate = try? JSONDecoder().decode(Gate.self, from: bytes)
        else { throw CommandFailure(.noInput, "The gate's file \(file) cannot be read. --record writes one.") }
        let falls = gate.falls(in: evaluation)
        guard falls.isEmpty else {
            throw CommandFailure(.fell, "Figures fell below those of \(file):\n" + AccuracyTables.text(falls))
        }
        Console.tell("All figures reach those of \(file).")
    }

    enum Grouping: String, ExpressibleByArgument, CaseIterable {
        case field, kind, language, layout
        var value: Evaluation.Grouping {
            switch self {
            case .field: .field
            case .kind: .kind
            case .language: .language
            case .layout: .layout
            }
        }
    }
}

import ArgumentParser
import Extractors
import Foundation
import Invoicing
import MasterFiles
import Orchestrator
import Pipeline
import Reports

/// `payables correct RESULT.json --set field=value`: what a person says is right is remembered for the supplier.
struct CorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Correct a result; the correction is remembered for the supplier's layout.",
        discussion: """
            What is remembered is where the right value stands (its label, its place, its shape), and for the supplier's \
            own name, address, numbers and currency the value itself. Later documents of the same layout that print the \
            supplier's VAT id or account (or its name and web address) are read with it. It counts as evidence, and \
            never against sums that add up. A value that was right already may be given too: it is confirmed.

            The document is looked for beside RESULT.json and in this folder; its SHA-256 must be the result's.

            Examples:
              payables correct out/4711.json --memory memory.jsonl --document in/4711.pdf --set invoice_number=RE-4711
              payables correct out/4711.json --memory memory.jsonl --box due_date=1,420,180,60,10
              payables correct out/4711.json --memory memory.jsonl --set purchase_order=      (there is none)

            \(ExitStatus.help([.accepted, .fell, .usage, .noInput, .failed, .setup]))
            """)

    @Argument(help: "A result of payables read or batch.", completion: .file()) var result: String
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("The right value, as results write it; empty = not there.", valueName: "field=value"))
    var values: [String] = []
    @Option(
        name: .customLong("box"),
        help: ArgumentHelp(
            "Where the right value stands, in points from the top left.", valueName: "field=page,x,y,w,h"))
    var boxes: [String] = []
    @Option(help: "The document of the result.", completion: .file()) var document: String?
    @Option(help: "Who corrects; default the user of this session.") var by: String?
    @OptionGroup var store: MemoryOptions

    func run() async throws {
        var correction = try CorrectionArguments(values: values, boxes: boxes).correction()
        let settings = try store.resolved()
        let known = try stored()
        correction.part = known.document.part?.number ?? 1
        let source = try source(known)
        let before = try await draft(of: source, known, settings, correction)
        guard let json = before.observation else {
            throw CommandFailure(
                .usage, "\(known.document.name) is read from its XML, exactly: there is nothing to be remembered.")
        }
        let observation: Observation
        do { observation = try Observation(json: json) } catch { throw CommandFailure(.failed, "\(error)") }
        guard observation.faults.isEmpty else {
            throw CommandFailure(
                .usage, "Nothing was remembered:\n" + observation.faults.map { "  - \($0)" }.joined(separator: "\n"))
        }
        let entry = try await add(observation, known, name(observation, before))
        Console.answer(String(decoding: try JSONText.line(entry), as: UTF8.self))
        Console.tell("Remembered for \(entry.supplier) as version \(entry.version).")
        try await compare(observation, try await draft(of: source, known, settings, nil))
    }

    private func stored() throws -> DocumentResult {
        guard let bytes = FileManager.default.contents(atPath: result) else {
            throw CommandFailure(.noInput, "There is no file \(result), or it may not be read.")
        }
        guard let known = try? JSONDecoder().decode(DocumentResult.self, from: bytes) else {
            throw CommandFailure(.noInput, "\(result) is no result of payables read or batch.")
        }
        return known
    }

    private func source(_ known: DocumentResult) throws -> SourceDocument {
        let beside = URL(filePath: result).deletingLastPathComponent()
        let name = URL(filePath: known.document.name).lastPathComponent
        let places = document.map { [URL(filePath: $0)] } ?? [beside.appending(path: name), URL(filePath: name)]
        let found = places.compactMap { FileManager.default.contents(atPath: $0.path) }
        guard !found.isEmpty else {
            throw CommandFailure(.noInput, "The document \(known.document.name) is not there; name it with --document.")
        }
        guard let bytes = found.first(where: { Assembly.digest($0) == known.document.sha256 }) else {
            throw CommandFailure(.noInput, "The document is not the one that \(result) is about: its SHA-256 differs.")
        }
        return SourceDocument(name: known.document.name, bytes: bytes)
    }

    private func draft(
        of source: SourceDocument, _ known: DocumentResult, _ settings: Settings, _ correction: Correction?
    ) async throws -> Draft {
        var settings = settings
        // A correction is about what Payables reads by itself.
        settings.model = ModelSettings()
        let assembly = try Assembly(settings, correction: correction)
        let carried = await assembly.way(try Records(nil).data).carry(source, sha256: known.document.sha256)
        await assembly.close()
        let first: Checked
        switch carried.end {
        case .checked(let checked): first = checked
        case .failed(let failure): throw CommandFailure(.failed, "The document cannot be read: \(failure.message)")
        }
        if carried.part == known.document.part { return first.draft }
        guard let other = carried.others.first(where: { $0.part == known.document.part }) else {
            throw CommandFailure(
                .usage, "\(result) is about other pages than the document is split into now; read it again first.")
        }
        return other.checked.draft
    }

    private func name(_ observation: Observation, _ draft: Draft) -> String? {
        observation.taught.first { $0.lesson.field == .supplierName }?.new ?? draft[.supplierName]
    }

    private func add(_ observation: Observation, _ known: DocumentResult, _ name: String?) async throws -> MemoryEntry {
        let document = MemoryEntry.Document(name: known.document.name, sha256: known.document.sha256)
        let author = MemoryOptions.author(by)
        return try await store.change { book throws(MemoryError) in
            try book.correction(observation, of: document, supplierName: name, by: author)
        }
    }

    /// Whether the document now reads as it should; where it does not, other evidence weighs more.
    private func compare(_ observation: Observation, _ after: Draft) async throws {
        let open = observation.taught.filter { taught in
            Folding.key(after[taught.lesson.field] ?? "") != Folding.key(taught.new ?? "")
        }.map(\.lesson.field.rawValue)
        guard !open.isEmpty else { return }
        Console.tell(
            "Still read differently: \(open.joined(separator: ", ")). Other evidence (sums, labels) weighs more than one correction."
        )
        throw ExitStatus.fell.code
    }
}

/// The corrections of a command line.
struct CorrectionArguments {
    var values: [String]
    var boxes: [String]

    /// - Throws: ``CommandFailure`` with every fault.
    func correction() throws -> Correction {
        var changes: [FieldName: Correction.Change] = [:]
        var faults: [String] = []
        for text in values {
            guard let (name, value) = Self.pair(text) else {
                faults.append("--set \(text) must be FIELD=VALUE")
                continue
            }
            if changes[name] != nil { faults.append("\(name.rawValue) is set twice") }
            changes[name] = Correction.Change(value: value)
        }
        for text in boxes {
            let numbers = Self.pair(text)?.1.split(separator: ",").compactMap { Double($0) } ?? []
            guard let (name, _) = Self.pair(text), numbers.count == 5, numbers.allSatisfy(\.isFinite), numbers[0] >= 1,
                numbers[0] <= 100_000, numbers[0] == numbers[0].rounded(), numbers[3] > 0, numbers[4] > 0
            else {
                faults.append("--box \(text) must be FIELD=PAGE,X,Y,WIDTH,HEIGHT in points")
                continue
            }
            changes[name, default: Correction.Change()].page = Int(numbers[0])
            changes[name]?.box = Box(x: numbers[1], y: numbers[2], width: numbers[3], height: numbers[4])
        }
        if changes.isEmpty, faults.isEmpty { faults.append("say what is right, with --set or --box") }
        guard faults.isEmpty else {
            throw CommandFailure(.usage, faults.joined(separator: "\n"))
        }
        return Correction(changes)
    }

    private static func pair(_ text: String) -> (FieldName, String)? {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
        return (FieldName(rawValue: String(text[..<sign])), String(text[text.index(after: sign)...]))
    }
}

import Accuracy
import Foundation
import Reports

/// An evaluation as tables for people.
struct AccuracyTables {
    private let evaluation: Evaluation

    init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    func text(by grouping: Evaluation.Grouping) -> String {
        let overall = evaluation.overall
        let head = "\(overall.documents) documents, \(overall.missing) without a prediction\n\n"
        let table = grouping == .field ? fieldTable : groupTable(grouping)
        let right = overall.allRight
        let foot = """

            all header fields right   \(right.documents) of \(overall.documents) documents (\(Self.shown(right.rate)))
            all line items right      \(overall.itemDocumentsRight) of \(overall.itemDocuments) documents with items
            mean F1 of the layouts    \(Self.shown(evaluation.layoutMacroF1)) (\(evaluation.byLayout.count) layouts)
            """
        return head + table.text(width: nil) + foot
    }

    private var fieldTable: TextTable {
        let rows = evaluation.overall.fields.map { Self.row($0.name, $0.figures) }
        let sums = [
            Self.row("all fields (micro)", evaluation.overall.micro),
            Self.row("line items", evaluation.overall.lineItems),
        ]
        return TextTable(
            [.init("field")]
                + ["truth", "predicted", "correct", "precision", "recall", "F1"].map { .init($0, right: true) },
            rows: rows + sums)
    }

    private func groupTable(_ grouping: Evaluation.Grouping) -> TextTable {
        let rows = evaluation.groups(grouping).map { name, tally in
            [
                name, String(tally.documents), Self.shown(tally.micro.precision), Self.shown(tally.micro.recall),
                Self.shown(tally.micro.f1), Self.shown(tally.allRight.rate),
                tally.itemDocuments > 0 ? Self.shown(tally.lineItems.f1) : "-",
            ]
        }
        let titles = ["documents", "precision", "recall", "F1", "all right", "items F1"]
        return TextTable([.init(grouping.rawValue)] + titles.map { .init($0, right: true) }, rows: rows)
    }

    /// A line for every wrong or missing field.
    var faults: String {
        evaluation.documents.flatMap { document in
            document.score.faults.map { fault in
                let texts = [fault.truth, fault.predicted].map(Self.text)
                return "\(document.name): \(fault.field): truth \(texts[0]), predicted \(texts[1])\n"
            }
        }.joined()
    }

    static func text(_ falls: [Gate.Fall]) -> String {
        let rows = falls.map { fall in
            [fall.kind, fall.figure, shown(fall.minimum), fall.measured.map(shown) ?? "no document"]
        }
        return TextTable(
            [.init("kind"), .init("figure"), .init("committed", right: true), .init("measured", right: true)],
            rows: rows
        ).text(width: nil)
    }

    private static func row(_ name: String, _ figures: Figures) -> [String] {
        [name, String(figures.truth), String(figures.predicted), String(figures.correct)]
            + [figures.precision, figures.recall, figures.f1].map(shown)
    }

    private static func shown(_ figure: Double) -> String { String(format: "%.4f", figure) }

    private static func text(_ value: JSONValue) -> String {
        guard let json = try? JSONEncoder().encode(value) else { return "?" }
        return TextWidth.oneLine(String(decoding: json, as: UTF8.self))
    }
}

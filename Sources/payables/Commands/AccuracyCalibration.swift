import Accuracy
import Foundation
import Reports

/// Calibration as tables for people.
struct AccuracyCalibration {
    private let calibration: Calibration

    init(_ calibration: Calibration) { self.calibration = calibration }

    var text: String {
        let fields = (DocumentConfidence.required + DocumentConfidence.ifPresent.map { $0 + " (if read)" })
        let documents = calibration.documents.reliability
        return """

            Confidence and what came of it: by field, right of all in each tenth

            \(tenths.text(width: nil))
            Error of confidence, by field (ECE over tenths, and over bins of equally many; Brier score)

            \(errors.text(width: nil))
            All fields, bins of equally many values

            \(bins(calibration.overall.reliability.quantiles).text(width: nil))
            Documents: \(documents.count) judged, \(calibration.unjudged) not. A document is as sure as its least sure of
            \(fields.joined(separator: ", ")).

            \(bins(documents.quantiles).text(width: nil))
            ECE \(Self.shown(documents.ece)), Brier \(Self.shown(documents.brier))

            Documents that would pass by threshold; wrong = with at least one wrong value among these fields

            \(documentsAccepted.text(width: nil))
            The same by the required fields alone, which is what the workflow asks for

            \(accepted(calibration.requiredOnly.acceptance).text(width: nil))
            Values of these fields that would pass, one by one

            \(accepted(calibration.payment.acceptance).text(width: nil))
            \(verdict)
            """
    }

    private var tenths: TextTable {
        let titles = calibration.overall.reliability.tenths.map { String(format: "%.1f-%.1f", $0.from, $0.to) }
        let rows = groups.map { name, group in
            [name] + group.reliability.tenths.map { $0.count > 0 ? "\($0.right)/\($0.count)" : "" }
        }
        return TextTable([.init("field")] + titles.map { .init($0, right: true) }, rows: rows)
    }

    private var errors: TextTable {
        let titles = ["values", "confidence", "right", "ECE", "equal bins", "Brier", "threshold", "accepted"]
        let rows = groups.map { name, group in
            let figures = group.reliability
            let least = group.acceptance.least()
            return [name, String(figures.count)]
                + [figures.predicted, figures.observed, figures.ece, figures.adaptiveECE, figures.brier].map(Self.shown)
                + [least.map { Self.shown($0.threshold) } ?? "none", least.map { Self.percent($0.automation) } ?? "-"]
        }
        return TextTable([.init("field")] + titles.map { .init($0, right: true) }, rows: rows)
    }

    private var groups: [(name: String, group: Calibration.Group)] {
        calibration.fields.filter { $0.group.reliability.count > 0 }
            + [("fields of payment", calibration.payment), ("all fields", calibration.overall)]
    }

    private func bins(_ bins: [Reliability.Bin]) -> TextTable {
        let rows = bins.map { bin in
            [
                Self.shown(bin.from), Self.shown(bin.to), String(bin.count), Self.shown(bin.predicted),
                Self.shown(bin.observed),
            ]
        }
        return TextTable(["from", "to", "count", "confidence", "right"].map { .init($0, right: true) }, rows: rows)
    }

    private var documentsAccepted: TextTable {
        var table = accepted(calibration.documents.acceptance)
        table.columns.append(.init("right, but incomplete", right: true))
        table.rows = zip(table.rows, calibration.incomplete).map { $0 + [String($1)] }
        return table
    }

    private func accepted(_ curve: AcceptanceCurve) -> TextTable {
        let rows = AcceptanceCurve.thresholds.map(curve.at).map { row in
            [
                String(format: "%.3f", row.threshold), String(row.accepted), Self.percent(row.automation),
                String(row.wrong),
                Self.percent(row.falseAccepts), row.accepted > 0 ? Self.percent(row.bound) : "-",
            ]
        }
        let titles = ["threshold", "accepted", "automation", "wrong", "false accepts", "95 % bound"]
        return TextTable(titles.map { .init($0, right: true) }, rows: rows)
    }

    /// What the least threshold within the target is, and whether so many documents can tell.
    var verdict: String {
        let target = AcceptanceCurve.target
        guard let least = calibration.documents.acceptance.least() else {
            return "No threshold keeps false accepts within \(Self.percent(target)).\n"
        }
        let head =
            "Least threshold with false accepts within \(Self.percent(target)): \(Self.shown(least.threshold)), "
            + "\(least.accepted) of \(least.total) documents (\(Self.percent(least.automation))), \(least.wrong) wrong.\n"
        guard least.bound > target else { return head }
        let needed = Int((3 / target).rounded(.up))
        return head
            + "Too few documents to tell: with 95 % certainty no more than that false accepts are below "
            + "\(Self.percent(least.bound)). With none wrong (rule of three, 3/n) \(needed) accepted documents would do.\n"
    }

    private static func shown(_ figure: Double) -> String { String(format: "%.4f", figure) }

    private static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}

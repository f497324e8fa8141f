import Invoicing
import Orchestrator

extension ExplainPage {
    /// A box on a page that belongs to an entry of the list with the same id.
    struct Mark {
        var id: String
        var page: Int
        var box: Box
        /// `sure`, `unsure`, `item`, `finding` or `other` (a rejected candidate).
        var style: String
        var title: String
    }

    /// Below this confidence a value is drawn as unsure.
    static let sure = 0.9

    /// In the order they are drawn: what lies on top comes last.
    var marks: [Mark] {
        var all: [Mark] = []
        for (index, finding) in result.findings.enumerated() {
            for evidence in finding.evidence {
                guard let page = evidence.page, let box = evidence.box else { continue }
                all.append(Mark(id: "x\(index)", page: page, box: box, style: "finding", title: finding.message))
            }
        }
        for (index, (name, field)) in orderedFields.enumerated() {
            let title = "\(Wording.name(of: name)): \(field.value)"
            for other in field.evidence?.rejected ?? [] {
                guard let page = other.page, let box = other.box else { continue }
                all.append(
                    Mark(id: "f\(index)", page: page, box: box, style: "other", title: "Not chosen: \(other.value)"))
            }
            guard let page = field.evidence?.page, let box = field.evidence?.box else { continue }
            let style = field.confidence >= Self.sure ? "sure" : "unsure"
            all.append(Mark(id: "f\(index)", page: page, box: box, style: style, title: title))
        }
        for (index, item) in result.lineItems.enumerated() {
            for (name, field) in item.sorted(by: { $0.key < $1.key }) {
                guard let page = field.evidence?.page, let box = field.evidence?.box else { continue }
                let title = "Line \(index + 1), \(Wording.name(of: name)): \(field.value)"
                all.append(Mark(id: "l\(index)", page: page, box: box, style: "item", title: title))
            }
        }
        return all
    }
}

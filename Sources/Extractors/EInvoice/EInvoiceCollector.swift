import Foundation
import Invoicing

/// Collects fields with their evidence. The first value of a name stays; what does not follow its format becomes a
/// finding instead of a value.
struct EInvoiceCollector {
    private(set) var fields: FieldGroup = [:]
    private(set) var findings: [Finding] = []

    mutating func text(_ name: FieldName, _ place: XMLPlace?) {
        guard let place else { return }
        set(name, place.text, place)
    }

    /// Several elements that say one thing together, one per line.
    mutating func notes(_ name: FieldName, _ places: [XMLPlace], _ read: (XMLPlace) -> String = \.lines) {
        var seen: [String] = []
        for text in places.map(read) where !text.isEmpty && !seen.contains(text) { seen.append(text) }
        guard let first = places.first, !seen.isEmpty else { return }
        set(name, seen.joined(separator: "\n"), first)
    }

    mutating func code(_ name: FieldName, _ place: XMLPlace?) {
        guard let place else { return }
        set(name, EInvoiceValue.code(place.text), place)
    }

    /// At least two digits behind the point.
    mutating func amount(_ name: FieldName, _ place: XMLPlace?) { decimal(name, place, minimumDigits: 2) }

    mutating func decimal(_ name: FieldName, _ place: XMLPlace?, minimumDigits: Int = 0) {
        guard let place, !place.text.isEmpty else { return }
        guard let value = EInvoiceValue.decimal(place.text, minimumDigits: minimumDigits) else {
            return refuse(place, "a decimal number")
        }
        set(name, value, place)
    }

    /// The sum of several amounts; nothing when one of them is no number.
    mutating func sum(_ name: FieldName, _ places: [XMLPlace]) {
        guard places.count > 1 else { return amount(name, places.first) }
        var total = Decimal(0)
        for place in places {
            guard let text = EInvoiceValue.decimal(place.text), let value = Decimal(canonical: text) else {
                return refuse(place, "a decimal number")
            }
            total += value
        }
        set(name, total.canonical(minimumDigits: 2), places[0], reason: "sum of \(places.count) elements")
    }

    /// - Parameter place: The date's element; in CII its text stands in a `DateTimeString` or `DateString` below.
    mutating func date(_ name: FieldName, _ place: XMLPlace?) {
        guard let place else { return }
        let leaf = place.value("DateTimeString") ?? place.value("DateString") ?? place
        guard !leaf.text.isEmpty else { return }
        let format = leaf.attribute("format")
        guard let value = EInvoiceValue.date(leaf.text, format: format) else {
            // Code list 2379: 610 is a month, 616 a week; right, but no day.
            if format == "610" || format == "616" { return refuse(leaf, "a day but a month or week", .info) }
            return refuse(leaf, "a date")
        }
        set(name, value, leaf)
    }

    /// A value worked out from the element at `place`.
    mutating func derived(_ name: FieldName, _ value: String, from place: XMLPlace, because reason: String?) {
        set(name, value, place, reason: reason)
    }

    /// Puts values that stand beside the chosen one into its evidence, best first.
    mutating func alternatives(_ name: FieldName, _ values: [String]) {
        guard let chosen = fields[name]?.value else { return }
        var rejected: [Alternative] = []
        for value in values where value != chosen && !rejected.contains(where: { $0.value == value }) {
            rejected.append(Alternative(value: value, score: 0.5))
        }
        fields[name]?.evidence?.rejected = rejected
    }

    mutating func add(_ finding: Finding) { findings.append(finding) }

    /// A group's fields; its findings are kept with the document's.
    mutating func adopt(_ group: EInvoiceCollector) -> FieldGroup {
        findings += group.findings
        return group.fields
    }

    private mutating func set(_ name: FieldName, _ value: String, _ place: XMLPlace, reason: String? = nil) {
        guard !value.isEmpty, fields[name] == nil else { return }
        let printed = place.text
        fields[name] = Field(
            value, confidence: 1,
            evidence: Evidence(
                source: .xml, printed: printed == value || printed.isEmpty ? nil : printed, label: place.path,
                reason: reason))
    }

    private mutating func refuse(_ place: XMLPlace, _ kind: String, _ severity: Severity = .review) {
        findings.append(
            Finding(
                rule: "einvoice-value", severity: severity,
                message: "The e-invoice's \(place.path) holds \"\(place.text.prefix(40))\", which is not \(kind); "
                    + "it was left out.",
                evidence: [Evidence(source: .xml, printed: String(place.text.prefix(200)), label: place.path)]))
    }
}

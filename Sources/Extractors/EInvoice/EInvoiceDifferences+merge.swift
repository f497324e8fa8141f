package import Invoicing

extension EInvoiceDifferences {
    /// The most a value may count that only the page has: the XML, which is exact, left it out.
    private static let pageOnlyLimit = 0.9

    /// What an XML with a tax breakdown leaves out is nothing, not unknown: every profile that has the breakdown has
    /// these (only MINIMUM has neither), and one misread off the page would break sums that are right.
    private static let zeroWhenMissing: Set<FieldName> = [
        .allowanceTotal, .chargeTotal, .prepaidAmount, .roundingAmount, .isReverseCharge,
    ]

    /// One draft of both: the XML's values; where the page agrees, its place is put into the evidence for people to
    /// look at; what only the page states is added with confidence 0.9 at most. Findings are the XML's and
    /// ``findings(xml:page:)``; the page's own, such as sums misread from it, no longer matter.
    package static func merge(xml: Draft, page: Draft) -> Draft {
        var merged = xml
        for (name, field) in page.fields {
            if xml.fields[name] == nil {
                guard xml.taxBreakdown.isEmpty || !zeroWhenMissing.contains(name) else { continue }
                merged.fields[name] = limited(field)
            } else if agree(name, xml, page) {
                merged.fields[name]?.evidence = located(xml.fields[name]?.evidence, by: field)
            }
        }
        // MINIMUM has neither, BASIC WL no lines; other profiles have both, and then the page has nothing to add.
        if xml.lineItems.isEmpty { merged.lineItems = page.lineItems.map(limited) }
        if xml.taxBreakdown.isEmpty {
            merged.taxBreakdown = page.taxBreakdown.map(limited)
            if xml.allowancesAndCharges.isEmpty {
                merged.allowancesAndCharges = page.allowancesAndCharges.map(limited)
            }
        }
        merged.findings += findings(xml: xml, page: page)
        return merged
    }

    private static func limited(_ group: FieldGroup) -> FieldGroup { group.mapValues(limited) }

    private static func limited(_ field: Field) -> Field {
        var copy = field
        copy.confidence = min(field.confidence, pageOnlyLimit)
        return copy
    }

    private static func located(_ evidence: Evidence?, by field: Field) -> Evidence? {
        guard var evidence, let page = field.evidence, page.box != nil else { return evidence }
        evidence.page = page.page
        evidence.box = page.box
        evidence.printed = page.printed ?? evidence.printed
        return evidence
    }
}

package import Invoicing

/// A document that was found in a file: its draft and the page that it begins with.
package struct ExtractedPart: Sendable {
    package var first: FirstPage
    /// Pages of evidence are the file's.
    package var draft: Draft
}

// Extraction takes the page that is numbered 1 for the first one.

extension PageText {
    func moved(by pages: Int) -> PageText {
        var page = self
        page.number += pages
        return page
    }
}

extension Correction {
    func moved(by pages: Int) -> Correction {
        var correction = self
        correction.changes = changes.mapValues { change in
            var change = change
            change.page = change.page.map { $0 + pages }
            return change
        }
        return correction
    }
}

extension Draft {
    /// The same draft with its evidence on other pages.
    func moved(by pages: Int) -> Draft {
        var draft = self
        func moved(_ evidence: Evidence) -> Evidence {
            var evidence = evidence
            evidence.page = evidence.page.map { $0 + pages }
            for index in evidence.rejected.indices {
                evidence.rejected[index].page = evidence.rejected[index].page.map { $0 + pages }
            }
            return evidence
        }
        func moved(_ group: FieldGroup) -> FieldGroup {
            group.mapValues { field in
                var field = field
                field.evidence = field.evidence.map { moved($0) }
                return field
            }
        }
        draft.fields = moved(fields)
        draft.lineItems = lineItems.map { moved($0) }
        draft.taxBreakdown = taxBreakdown.map { moved($0) }
        draft.allowancesAndCharges = allowancesAndCharges.map { moved($0) }
        for index in draft.findings.indices {
            draft.findings[index].evidence = findings[index].evidence.map { moved($0) }
        }
        return draft
    }
}

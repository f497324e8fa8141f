package import Invoicing

/// A document that was found in a file: its draft and the page that it begins with.
package struct ExtractedPart: Sendable {
    package var first: FirstPage
    /// Pages of evidence are the file's.
    package var draft: Draft
}

extension PageExtractor {
    /// The documents that the pages seem to hold, in order; nearly always one.
    /// - Parameter correction: Taken for its own part alone.
    /// - Returns: Empty when the pages hold no words at all.
    package func parts(_ pages: [PageText], isPicture: Bool = false, correction: Correction? = nil) -> [ExtractedPart] {
        let firsts = firstPages(pages, isPicture: isPicture)
        guard firsts.count > 1 else {
            let draft = extract(pages, isPicture: isPicture, correction: correction)
            return draft.map { [ExtractedPart(first: FirstPage(number: pages[0].number, signs: []), draft: $0)] } ?? []
        }
        return firsts.enumerated().compactMap { index, first in
            let end = index + 1 < firsts.count ? firsts[index + 1].number : .max
            let mine = pages.filter { (first.number..<end).contains($0.number) }
            let offset = first.number - 1
            let own = correction.flatMap { $0.part == index + 1 ? $0.moved(by: -offset) : nil }
            let draft = extract(mine.map { $0.moved(by: -offset) }, isPicture: isPicture, correction: own)
            return draft.map { ExtractedPart(first: first, draft: $0.moved(by: offset)) }
        }
    }
}

// Extraction takes the page that is numbered 1 for the first one.

extension PageText {
    fileprivate func moved(by pages: Int) -> PageText {
        var page = self
        page.number += pages
        return page
    }
}

extension Correction {
    fileprivate func moved(by pages: Int) -> Correction {
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
    fileprivate func moved(by pages: Int) -> Draft {
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

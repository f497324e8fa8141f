import Invoicing

/// Of several places of one value, the one that says most for a field, by the labels around each.
struct SpotRank {
    let view: DocumentView
    /// Rows of line items: what stands there is seldom the document's.
    let itemRows: Set<Int>

    /// The first of the best. Not empty.
    func best(of spots: [TypedSpot], _ rule: FieldRule) -> TypedSpot {
        spots.enumerated().min { left, right in
            (rank(left.element, rule), left.offset) < (rank(right.element, rule), right.offset)
        }!.element
    }

    /// Beside a label of the field, beside any label, outside the items. 0 is best.
    private func rank(_ spot: TypedSpot, _ rule: FieldRule) -> Int {
        let anchors = anchors(spot)
        let inItems = itemRows.contains(spot.row) ? 4 : 0
        if anchors.contains(where: Self.labels(rule).contains) { return inItems }
        return inItems + (anchors.isEmpty ? 2 : 1)
    }

    /// The field whose label stands there, when it is not this one's.
    func otherOwner(of spot: TypedSpot, _ rule: FieldRule, in schema: ExtractionSchema) -> FieldName? {
        let anchors = anchors(spot)
        guard !anchors.contains(where: Self.labels(rule).contains) else { return nil }
        return schema.fields.first { other in
            other.name != rule.name && other.labels.contains { anchors.first == Folding.key($0) }
        }?.name
    }

    private func anchors(_ spot: TypedSpot) -> [String] {
        PlaceAnchors(view: view, row: spot.row, tokens: spot.tokens).all.map(\.words)
    }

    private static func labels(_ rule: FieldRule) -> Set<String> {
        Set((rule.labels + rule.weak).map { Folding.key($0) })
    }
}

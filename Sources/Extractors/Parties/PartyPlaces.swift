import Invoicing

/// Where the names of the two parties are printed: what numbers, accounts and addresses are measured against.
struct PartyPlaces {
    typealias Places = [(row: Int, tokens: Range<Int>)]

    /// Empty where the party is not known.
    var supplier: Places = []
    var customer: Places = []
    /// The customer's name and address; `nil` where the customer is not known.
    var customerRegion: (page: Int, box: Box)?
}

extension DocumentView {
    /// Rows (upwards positive, 40 at most) and share of the page's width from the nearest of some places; 40 and 1 without.
    func distance(row: Int, box: Box, from places: PartyPlaces.Places) -> (rows: Double, across: Double) {
        var best = (rows: 40.0, across: 1.0)
        for place in places where rows[place.row].page == rows[row].page {
            let other = rows[place.row].box(place.tokens)
            let distance = Double(max(-40, min(40, row - place.row)))
            let across = abs(box.x - other.x) / max(1, rows[row].pageWidth)
            if abs(distance) + across * 20 < abs(best.rows) + best.across * 20 { best = (distance, across) }
        }
        return best
    }
}

import Invoicing

extension DocumentView {
    /// The label in a cell's head: "Customer VAT no." with the number under it.
    func label(over box: Box, above index: Int) -> LabelHit? {
        for above in (max(0, index - 2)..<index).reversed() {
            guard isNear(above, over: box, ofRow: index) else { break }
            if let hit = hits[above].last(where: {
                $0.startsSegment && ($0.box.sharedWidth(with: box) > 0.3 || abs($0.box.x - box.x) < 8)
            }) {
                return hit
            }
        }
        return nil
    }

    /// Segments that may be the head of a cell, nearest first.
    /// - Parameter count: Rows to look up.
    func segments(over box: Box, above index: Int, rows count: Int = 2) -> [(row: Int, tokens: Range<Int>)] {
        var found: [(row: Int, tokens: Range<Int>)] = []
        for above in (max(0, index - count)..<index).reversed() {
            guard isNear(above, over: box, ofRow: index) else { break }
            for segment in rows[above].segments {
                let other = rows[above].box(segment)
                if other.sharedWidth(with: box) > 0.3 || abs(other.x - box.x) < 8 { found.append((above, segment)) }
            }
        }
        return found
    }

    private func isNear(_ above: Int, over box: Box, ofRow index: Int) -> Bool {
        rows[above].page == rows[index].page && box.y - rows[above].box.bottom < 2.5 * max(6, box.height)
    }
}

/// A rectangle on a page, in PDF points (1/72 inch), origin at the top left, after the page's own rotation.
package struct Box: Hashable, Sendable, Codable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var right: Double { x + width }
    package var bottom: Double { y + height }
    package var midX: Double { x + width / 2 }
    package var midY: Double { y + height / 2 }
    package var area: Double { max(0, width) * max(0, height) }

    /// The smallest rectangle that holds both.
    package func union(_ other: Box) -> Box {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Box(
            x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
    }

    /// The common rectangle; width and height are 0 where the two do not meet.
    package func intersection(_ other: Box) -> Box {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Box(
            x: left, y: top, width: max(0, min(right, other.right) - left),
            height: max(0, min(bottom, other.bottom) - top))
    }

    /// Share of the narrower one's height that the other covers, 0...1: 1 for words of one printed line.
    package func sharedHeight(with other: Box) -> Double {
        let shared = min(bottom, other.bottom) - max(y, other.y)
        return max(0, shared) / max(0.01, min(height, other.height))
    }

    /// Share of the narrower one's width that the other covers, 0...1: 1 for a value under its heading.
    package func sharedWidth(with other: Box) -> Double {
        let shared = min(right, other.right) - max(x, other.x)
        return max(0, shared) / max(0.01, min(width, other.width))
    }
}

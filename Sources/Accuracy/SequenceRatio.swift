/// Python's `difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()`: twice the characters in matching blocks by
/// the characters of both, 0...1. Blocks are found as Ratcliff and Obershelp do: the longest first, the earliest among
/// equals, then left and right of it. Not symmetric, so the order of the two matters.
package func sequenceRatio(_ first: String, _ second: String) -> Double {
    let left = first.unicodeScalars.map(\.value)
    let right = second.unicodeScalars.map(\.value)
    let total = left.count + right.count
    guard total > 0 else { return 1 }
    return 2 * Double(MatchingBlocks(left, right).matched) / Double(total)
}

/// The search for matching blocks of two texts.
private struct MatchingBlocks {
    private let left: [UInt32]
    private let right: [UInt32]
    /// Where each character stands in `right`, ascending.
    private let places: [UInt32: [Int]]

    init(_ left: [UInt32], _ right: [UInt32]) {
        self.left = left
        self.right = right
        var places: [UInt32: [Int]] = [:]
        for (index, scalar) in right.enumerated() { places[scalar, default: []].append(index) }
        self.places = places
    }

    /// Characters in all matching blocks.
    var matched: Int {
        var sum = 0
        var open = [(0..<left.count, 0..<right.count)]
        while let (leftRange, rightRange) = open.popLast() {
            let block = longest(in: leftRange, rightRange)
            guard block.size > 0 else { continue }
            sum += block.size
            if leftRange.lowerBound < block.left, rightRange.lowerBound < block.right {
                open.append((leftRange.lowerBound..<block.left, rightRange.lowerBound..<block.right))
            }
            if block.left + block.size < leftRange.upperBound, block.right + block.size < rightRange.upperBound {
                open.append(
                    (block.left + block.size..<leftRange.upperBound, block.right + block.size..<rightRange.upperBound))
            }
        }
        return sum
    }

    private func longest(in leftRange: Range<Int>, _ rightRange: Range<Int>) -> (left: Int, right: Int, size: Int) {
        var best = (left: leftRange.lowerBound, right: rightRange.lowerBound, size: 0)
        var lengths: [Int: Int] = [:]
        for i in leftRange {
            var next: [Int: Int] = [:]
            for j in places[left[i]] ?? [] where j >= rightRange.lowerBound {
                if j >= rightRange.upperBound { break }
                let length = (lengths[j - 1] ?? 0) + 1
                next[j] = length
                if length > best.size { best = (i - length + 1, j - length + 1, length) }
            }
            lengths = next
        }
        return best
    }
}

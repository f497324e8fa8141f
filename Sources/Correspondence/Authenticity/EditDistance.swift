/// How many letters must be put in, taken out, changed or swapped with their neighbour to make one word of another.
enum EditDistance {
    /// - Returns: More than `most` when it is more, without saying how much.
    static func between(_ one: [Character], _ other: [Character], atMost most: Int) -> Int {
        guard abs(one.count - other.count) <= most else { return most + 1 }
        guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var line = [row + 1]
            for (column, against) in other.enumerated() {
                var least = min(last[column + 1], line[column]) + 1
                least = min(least, last[column] + (letter == against ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == against {
                    least = min(least, before[column - 1] + 1)
                }
                line.append(least)
            }
            if line.min()! > most { return most + 1 }
            before = last
            last = line
        }
        return last[other.count]
    }
}

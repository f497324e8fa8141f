/// Comparison of recognized words, which may have a letter wrong.
enum Spelling {
    /// At most one letter in six is replaced, lost or added; for words of six letters and more.
    static func isNear(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        let allowed = min(a.count, b.count) / 6
        guard allowed > 0, abs(a.count - b.count) <= allowed, a.count <= 80, b.count <= 80 else { return false }
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count] <= allowed
    }
}

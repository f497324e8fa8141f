import Invoicing

/// Print that runs up or down a margin: it belongs to none of the page's lines, but often names the sender.
struct MarginPrint {
    /// The words of the page's lines, and those of each margin line in reading order (upwards, as nearly all of it runs).
    let parted: (upright: [Word], margins: [[Word]])

    init(_ words: [Word]) {
        let turned = words.filter(Self.isTurned)
        guard turned.count > 2 else {
            parted = (words.filter { !Self.isTurned($0) }, [])
            return
        }
        var columns: [(left: Double, right: Double, words: [Word])] = []
        for word in turned.sorted(by: { ($0.box.x, $1.box.y) < ($1.box.x, $0.box.y) }) {
            if let last = columns.indices.last, word.box.midX < columns[last].right {
                columns[last].words.append(word)
                columns[last].right = max(columns[last].right, word.box.right)
            } else {
                columns.append((word.box.x, word.box.right, [word]))
            }
        }
        var upright: [Word] = []
        for word in words where !Self.isTurned(word) {
            // Short words of such a line are not taller than wide enough to tell.
            let home = columns.firstIndex { column in
                word.text.utf8.count < 4 && word.box.x >= column.left - 1 && word.box.right <= column.right + 1
                    && word.box.width <= (column.right - column.left) * 1.05
                    && column.words.contains { abs($0.box.midY - word.box.midY) < $0.box.height + word.box.height + 12 }
            }
            if let home { columns[home].words.append(word) } else { upright.append(word) }
        }
        parted = (upright, columns.map { $0.words.sorted { $0.box.midY > $1.box.midY } })
    }

    private static func isTurned(_ word: Word) -> Bool {
        word.text.utf8.count >= 4 && word.box.height >= word.box.width * 2
    }
}

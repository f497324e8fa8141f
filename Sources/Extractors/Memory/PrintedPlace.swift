import Invoicing

/// Words beside a value that may be its label, and where the value stands to them.
package struct PlaceAnchor: Hashable, Sendable, Codable {
    package enum Stance: String, Hashable, Sendable, Codable {
        /// The value stands right of the words, in one piece with them or behind a gap.
        case right
        /// The value stands under the words, or over them.
        case below, above
    }
    package var stance: Stance
    /// ``Folding`` of the words, without those that hold digits.
    package var words: String
}

/// Where a value stands, as it can be found again on other documents of the same layout.
package struct PrintedPlace: Hashable, Sendable, Codable {
    /// The likeliest label first; empty for a value that only its place on the page tells, such as an address.
    package var anchors: [PlaceAnchor]
    /// Pages count from 1; from the end they count from 0.
    package var page: Int
    package var pagesFromEnd: Int
    /// Shares of the page's width and height, in thousandths: left and right edge, upper edge.
    package var left: Int
    package var right: Int
    package var top: Int
    /// Pattern of letters and digits: `"RE-2024/0017"` has `"A-9/9"`.
    package var shape: String
}

extension PrintedPlace {
    /// - Parameter tokens: Not empty; of one row.
    init(_ view: DocumentView, row index: Int, tokens: Range<Int>) {
        let row = view.rows[index]
        let box = row.box(tokens)
        func share(_ length: Double, _ whole: Double) -> Int { Int((length / max(1, whole) * 1000).rounded()) }
        anchors = PlaceAnchors(view: view, row: index, tokens: tokens).all
        page = row.page
        pagesFromEnd = max(0, view.layout.pageCount - row.page)
        left = share(box.x, row.pageWidth)
        right = share(box.right, row.pageWidth)
        top = share(box.y, row.pageHeight)
        shape = Self.shape(row.text(tokens))
    }

    /// Runs of letters become one `A`, runs of digits one `9`; the rest stays, so do spaces.
    static func shape(_ text: String) -> String {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars where bytes.count < 24 {
            let byte: UInt8
            if scalar.properties.numericType != nil {
                byte = UInt8(ascii: "9")
            } else if scalar.properties.isAlphabetic {
                byte = UInt8(ascii: "A")
            } else if scalar.value >= 32, scalar.value < 127 {
                byte = UInt8(truncatingIfNeeded: scalar.value)
            } else {
                continue
            }
            let isRun = byte == UInt8(ascii: "A") || byte == UInt8(ascii: "9")
            if !isRun || bytes.last != byte { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How much another place is like this one, 0...1: the same label, the same column and height, the same shape.
    ///
    /// The label counts most, as totals move with the number of items; without label only the very place counts.
    func likeness(to other: PrintedPlace, isRecognized: Bool = false) -> Double {
        let column = min(abs(left - other.left), abs(right - other.right))
        let isSamePage = page == other.page || pagesFromEnd == other.pagesFromEnd
        let height = isSamePage ? abs(top - other.top) : 1000
        let closeness = column <= 15 && height <= 15 ? 1 : column <= 30 ? 0.5 : 0.0
        let likeness: Double
        if anchors.isEmpty {
            likeness = closeness == 1 ? 0.9 : 0
        } else if let rank = anchors.firstIndex(where: { other.has($0, isRecognized) }) {
            likeness = (rank == 0 ? 1 : 0.6) * (0.8 + 0.2 * closeness)
        } else {
            likeness = closeness == 1 ? 0.4 : 0
        }
        return likeness * (shape == other.shape ? 1 : 0.9)
    }

    private func has(_ anchor: PlaceAnchor, _ isRecognized: Bool) -> Bool {
        anchors.contains {
            $0.stance == anchor.stance
                && ($0.words == anchor.words || isRecognized && Spelling.isNear($0.words, anchor.words))
        }
    }
}

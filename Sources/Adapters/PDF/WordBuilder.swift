import CPoppler
import Invoicing

/// Scalars up to and with `end` (index in the page's text) are set in one font.
struct FontRun {
    var end: Int
    var size: Double
    var name: String?
}

/// Cuts a page's glyphs into words: at white space, at wide gaps and where the line changes.
struct WordBuilder {
    private let boxes: UnsafeBufferPointer<PopplerRectangle>
    private let fonts: [FontRun]
    private var run = 0
    private var text = String.UnicodeScalarView()
    private var bounds = Box(x: 0, y: 0, width: 0, height: 0)
    private var last = Box(x: 0, y: 0, width: 0, height: 0)
    private var font: FontRun?
    private(set) var words: [Word] = []

    init(boxes: UnsafeBufferPointer<PopplerRectangle>, fonts: [FontRun]) {
        self.boxes = boxes
        self.fonts = fonts
        words.reserveCapacity(boxes.count / 6)
    }

    /// Poppler gives one box per scalar, except for the marks it adds around text that runs from right to left.
    mutating func add(_ scalars: String.UnicodeScalarView) {
        let marked = scalars.count != boxes.count
        var index = 0
        for scalar in scalars {
            if marked, (0x202A...0x202E).contains(scalar.value) { continue }
            guard index < boxes.count else { break }
            add(scalar, at: index)
            index += 1
        }
        endWord()
    }

    private mutating func add(_ scalar: Unicode.Scalar, at index: Int) {
        while run < fonts.count, fonts[run].end < index { run += 1 }
        if isSpace(scalar) { return endWord() }
        let glyph = box(boxes[index])
        if !text.isEmpty, breaks(before: glyph) { endWord() }
        if text.isEmpty {
            bounds = glyph
            font = run < fonts.count ? fonts[run] : nil
        } else {
            bounds = bounds.union(glyph)
        }
        last = glyph
        if let letters = ligatures[scalar.value] {
            text.append(contentsOf: letters.unicodeScalars)
        } else {
            text.append(scalar)
        }
    }

    private mutating func endWord() {
        guard !text.isEmpty else { return }
        words.append(
            Word(text: String(text), box: bounds, font: font?.name, size: font?.size ?? bounds.height, source: .text))
        text = String.UnicodeScalarView()
    }

    /// Wide means 0.6 of the print's size: letter-spaced headings stay words, columns without a blank do not.
    private func breaks(before glyph: Box) -> Bool {
        let size = max(1, font?.size ?? last.height)
        if glyph.sharedHeight(with: last) > 0.2 {
            return glyph.x - last.right > 0.6 * size || last.x - glyph.right > 0.6 * size
        }
        // Print that runs up or down the page.
        guard glyph.sharedWidth(with: last) > 0.2 else { return true }
        return glyph.y - last.bottom > 0.6 * size || last.y - glyph.bottom > 0.6 * size
    }

    private func box(_ rectangle: PopplerRectangle) -> Box {
        let left = min(rectangle.x1, rectangle.x2)
        let top = min(rectangle.y1, rectangle.y2)
        return Box(
            x: left, y: top, width: abs(rectangle.x2 - rectangle.x1), height: abs(rectangle.y2 - rectangle.y1))
    }

    private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09...0x0D, 0xA0: true
        case 0x21...0x24F: scalar.value == 0x85
        case 0x200B...0x200F, 0x2060, 0xFEFF: true
        default: scalar.properties.isWhitespace
        }
    }
}

private let ligatures: [UInt32: String] = [
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
]

/// Where a text came from.
package enum TextSource: String, Hashable, Sendable, Codable {
    /// An e-invoice's XML.
    case xml
    /// The text layer of a PDF.
    case text
    /// Recognized from a picture of the page.
    case ocr
    /// Worked out from other values; stands nowhere on the page.
    case computed
}

/// A run of characters without white space, as printed.
package struct Word: Hashable, Sendable, Codable {
    package var text: String
    package var box: Box
    /// PostScript name as the PDF gives it; `nil` from OCR.
    package var font: String?
    /// Points; from OCR the height of the printed line.
    package var size: Double
    /// Recognition confidence 0...1 as tesseract gives it, uncalibrated; `nil` from a text layer.
    package var confidence: Double?
    package var source: TextSource
    /// What the PDF's text layer says where the picture of the page shows `text`; `nil` where the two do not differ.
    package var layerText: String?

    package init(
        text: String, box: Box, font: String? = nil, size: Double, confidence: Double? = nil,
        source: TextSource = .text, layerText: String? = nil
    ) {
        self.text = text
        self.box = box
        self.font = font
        self.size = size
        self.confidence = confidence
        self.source = source
        self.layerText = layerText
    }

    /// Whether the font's name says bold; OCR never says so.
    package var isBold: Bool {
        guard let font else { return false }
        // On bytes, because this is asked of every word, and searching in strings takes fifty times as long.
        let name = font.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return Self.boldParts.contains { part in
            name.indices.contains { name[$0] == part[0] && name[$0...].starts(with: part) }
        }
    }

    private static let boldParts = ["bold", "black", "heavy", "semibd"].map { Array($0.utf8) }
}

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

    package init(
        text: String, box: Box, font: String? = nil, size: Double, confidence: Double? = nil,
        source: TextSource = .text
    ) {
        self.text = text
        self.box = box
        self.font = font
        self.size = size
        self.confidence = confidence
        self.source = source
    }

    /// Whether the font's name says bold; OCR never says so.
    package var isBold: Bool {
        guard let font else { return false }
        let name = font.lowercased()
        return name.contains("bold") || name.contains("black") || name.contains("heavy") || name.contains("semibd")
    }
}

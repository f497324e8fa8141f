/// Caps that keep one document from taking the machine; every one can be set.
package struct ReadLimits: Hashable, Sendable, Codable {
    package var bytes = 50_000_000
    package var pages = 200
    /// Points a side.
    package var pageSide = 10_000.0
    /// Pixels of one rendered or embedded page.
    package var pixels = 100_000_000
    /// UTF-8 bytes of text in the whole document.
    package var textBytes = 5_000_000
    /// Wall-clock seconds.
    package var secondsPerPage = 60.0
    package var secondsPerDocument = 300.0
    /// CPU seconds a reader may use for one document.
    package var cpuSeconds = 300
    /// Address space of a reader, bytes.
    package var memory = 2_000_000_000

    package init() {}
}

/// How documents are read.
package struct ReadSettings: Hashable, Sendable, Codable {
    package enum OCRMode: String, Hashable, Sendable, Codable, CaseIterable { case auto, always, never }

    package var limits = ReadLimits()
    /// Tesseract's names, in order of likelihood.
    package var languages = ["eng", "deu", "fra"]
    package var ocr = OCRMode.auto
    /// Dots per inch pages are rendered at for recognition, before the choice by glyph height.
    package var dpi = 300
    /// Tried on encrypted PDFs after the empty password.
    package var passwords: [String] = []

    package init() {}
}

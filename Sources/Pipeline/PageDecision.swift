package import Invoicing

/// TEXT, OCR or BOTH for one page, and why.
package struct PageDecision: Hashable, Sendable {
    package var reading: PageReading
    /// Evidence in words.
    package var reasons: [String]
    /// The text layer alone could not settle it: look at the page's ink before believing `reading`.
    package var needsInk = false

    package init(_ reading: PageReading, _ reasons: [String], needsInk: Bool = false) {
        self.reading = reading
        self.reasons = reasons
        self.needsInk = needsInk
    }

    /// Decides from the text layer, without rendering anything.
    package init(_ layer: TextLayer) {
        let quality = TextQuality(layer.words)
        let coverage = layer.imageCoverage
        let characters = "\(quality.characters) characters of text"
        let pictures = "pictures cover \(percent(coverage)) of the page"
        guard quality.characters > 0 else {
            // Without a picture the page is blank, or its print is drawn as curves.
            self.init(.ocr, ["no text layer", pictures], needsInk: coverage < 0.01)
            return
        }
        if let broken = quality.broken {
            self.init(.ocr, [characters, broken])
            return
        }
        let isThin = quality.characters < 80
        let reasons = [characters, pictures]
        if !isThin, coverage > 0.8, layer.textOnPictures > 0.8 {
            // A scan somebody recognized before, or a text that nobody sees: only the picture tells.
            self.init(.both, reasons + ["the text lies on a picture of the page"])
            return
        }
        if isThin || coverage > 0.1 {
            self.init(.text, reasons, needsInk: true)
        } else {
            self.init(.text, reasons)
        }
    }

    /// Decides again with the page's ink, where the text layer alone was doubtful.
    package func settled(_ layer: TextLayer, ink: PageInk) -> PageDecision {
        guard needsInk else { return self }
        if ink.inkShare < 0.0002 {
            return PageDecision(.text, reasons + ["the page is blank"])
        }
        if layer.words.isEmpty {
            return PageDecision(.ocr, reasons + ["\(percent(ink.inkShare)) of the page is inked"])
        }
        let uncovered = ink.printOutsideText
        let seen = "print without text on \(percent(uncovered)) of the lines"
        // Two lines of an A4 page; a signature or a logo has less.
        return uncovered > 0.03
            ? PageDecision(.both, reasons + [seen]) : PageDecision(.text, reasons + [seen])
    }
}

extension TextQuality {
    /// Why the text cannot be used; `nil` when it can.
    fileprivate var broken: String? {
        if let shift { return "the characters are off by \(abs(shift)) in the code table" }
        if badShare > 0.1 { return "\(percent(badShare)) of the characters have no meaning in the PDF" }
        if characters >= 20, wordLikeShare < 0.4 {
            return "only \(percent(wordLikeShare)) of the text looks like words"
        }
        return nil
    }
}

extension TextLayer {
    /// Share of the page under pictures, 0...1; overlaps count twice, up to 1.
    package var imageCoverage: Double {
        guard width > 0, height > 0 else { return 0 }
        return min(1, images.reduce(0) { $0 + $1.area } / (width * height))
    }
}

extension TextLayer {
    /// Share of the words that stand on pictures, 0...1.
    package var textOnPictures: Double {
        guard !words.isEmpty else { return 0 }
        let on = words.count { word in
            images.contains {
                $0.x <= word.box.midX && word.box.midX <= $0.right && $0.y <= word.box.midY
                    && word.box.midY <= $0.bottom
            }
        }
        return Double(on) / Double(words.count)
    }
}

func percent(_ share: Double) -> String {
    let value = share * 100
    return value > 0 && value < 1 ? "less than 1 %" : "\(Int(value.rounded())) %"
}

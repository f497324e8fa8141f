import CTesseract
import Invoicing
import Pipeline

import struct Invoicing.Box

/// Prepares a picture, reads it and, when that made little sense, looks for the way up.
struct PictureReading {
    let engine: TesseractEngine
    let limits: ReadLimits

    func read(_ picture: borrowing Picture, dpi: Int) throws(ReadFailure) -> Recognition {
        let upright = try attempt(picture, dpi: dpi)
        guard !upright.isPlausible else { return upright.recognition }
        var best = upright
        for turns in [1, 3, 2] {
            guard let turned = Picture(pixRotateOrth(picture.pix, l_int32(turns))) else { break }
            let attempt = try attempt(turned, dpi: dpi, turns: turns)
            if attempt.score > best.score { best = attempt }
            if best.isPlausible { break }
        }
        // A turn has to win clearly: on a page of scribbles all four read badly.
        return best.score > upright.score * 1.5 ? best.recognition : upright.recognition
    }

    private func attempt(_ picture: borrowing Picture, dpi: Int, turns: Int = 0) throws(ReadFailure) -> Attempt {
        guard let prepared = PreparedPicture(picture, limits: limits) else {
            throw ReadFailure(.memory, "not enough memory to prepare the picture for recognition")
        }
        let readAt = Int((Double(dpi) * prepared.scale).rounded())
        let found = try engine.words(in: prepared.picture, dpi: readAt)
        let toPoints = 72 / (Double(dpi) * prepared.scale)
        let words = found.map { word in
            Word(
                text: word.text,
                box: Box(
                    x: word.box.x * toPoints, y: word.box.y * toPoints, width: word.box.width * toPoints,
                    height: word.box.height * toPoints),
                size: word.lineHeight * toPoints, confidence: word.confidence, source: .ocr)
        }
        return Attempt(
            recognition: Recognition(words: words, turned: turns * 90, skew: prepared.skew, dpi: readAt))
    }
}

/// One reading of a picture, and how much sense it makes.
struct Attempt {
    let recognition: Recognition
    /// Characters the engine was fairly sure of.
    let score: Double
    /// Enough of it reads well, so that no other way up needs to be tried.
    let isPlausible: Bool

    init(recognition: Recognition) {
        self.recognition = recognition
        var all = 0.0
        var sure = 0.0
        for word in recognition.words {
            let letters = Double(
                word.text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            all += letters
            if letters > 1, (word.confidence ?? 0) > 0.7 { sure += letters }
        }
        score = sure
        isPlausible = sure >= 12 && sure >= 0.5 * all
    }
}

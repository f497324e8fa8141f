import CTesseract
import Invoicing
import Pipeline

import struct Invoicing.Box

/// Prepares a picture, reads it and, when that made little sense, looks for the way up.
struct PictureReading {
    let engine: TesseractEngine
    let limits: ReadLimits

    func read(_ picture: borrowing Picture, dpi: Int) throws(ReadFailure) -> Recognition {
        let upright = try attempt(picture, dpi: dpi, turns: 0)
        guard !upright.isPlausible else { return upright.recognition }
        // Automatic layout at times finds nothing where there is one block of print.
        if upright.recognition.words.count < 20 {
            let block = try attempt(picture, dpi: dpi, turns: 0, asBlock: true)
            if block.isPlausible { return block.recognition }
        }
        var best = upright
        var open = [1, 3, 2]
        if let hint = upright.hint { open.insert(hint, at: 0) }
        var tried: Set<Int> = [0]
        while !open.isEmpty, !best.isPlausible {
            let turns = open.removeFirst()
            guard tried.insert(turns).inserted else { continue }
            let attempt = try attempt(picture, dpi: dpi, turns: turns)
            if let hint = attempt.hint { open.insert(hint, at: 0) }
            if attempt.score > best.score { best = attempt }
        }
        // A turn has to win clearly: on a page of scribbles all four read badly.
        return best.score > upright.score * 1.5 ? best.recognition : upright.recognition
    }

    private func attempt(_ picture: borrowing Picture, dpi: Int, turns: Int, asBlock: Bool = false) throws(ReadFailure)
        -> Attempt
    {
        guard let turned = Picture(turns == 0 ? pixClone(picture.pix) : pixRotateOrth(picture.pix, l_int32(turns))),
            let prepared = PreparedPicture(turned, dpi: dpi, limits: limits, asBlock: asBlock)
        else {
            throw ReadFailure(.memory, "not enough memory to prepare the picture for recognition")
        }
        let readAt = Int((Double(dpi) * prepared.scale).rounded())
        let found = try engine.words(in: prepared.picture, dpi: readAt, layout: prepared.layout)
        let toPoints = 72 / (Double(dpi) * prepared.scale)
        let words = found.map { word in
            Word(
                text: word.text,
                box: Box(
                    x: word.box.x * toPoints, y: word.box.y * toPoints, width: word.box.width * toPoints,
                    height: word.box.height * toPoints),
                size: word.lineHeight * toPoints, confidence: word.confidence, source: .ocr)
        }
        let recognition = Recognition(words: words, turned: turns * 90, skew: prepared.skew, dpi: readAt)
        return Attempt(recognition, wordTurns: found.map(\.quarterTurns))
    }
}

/// One reading of a picture, and how much sense it makes.
struct Attempt {
    let recognition: Recognition
    /// Characters of upright words the engine was fairly sure of.
    let score: Double
    /// Enough of it reads well, so that no other way up needs to be tried.
    let isPlausible: Bool
    /// The turn, from the picture as it came, that would make upright what was read sideways; `nil` when little was.
    let hint: Int?

    init(_ recognition: Recognition, wordTurns: [Int]) {
        self.recognition = recognition
        var all = 0.0
        var sure = [0.0, 0.0, 0.0, 0.0]
        for (word, turns) in zip(recognition.words, wordTurns) {
            let letters = Double(
                word.text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            all += letters
            if letters > 1, (word.confidence ?? 0) > 0.7 { sure[turns] += letters }
        }
        score = sure[0]
        isPlausible = sure[0] >= 12 && sure[0] >= 0.5 * all
        let sideways = (1...3).max { sure[$0] < sure[$1] }
        hint = sideways.flatMap { sure[$0] >= 12 && sure[$0] > sure[0] ? (recognition.turned / 90 + $0) % 4 : nil }
    }
}

import CTesseract
import Invoicing
import Pipeline

import struct Invoicing.Box

/// Prepares a picture, reads it and, when that made little sense, looks for the way up.
struct PictureReading {
    let engine: TesseractEngine
    let limits: ReadLimits

    func read(_ picture: borrowing Picture, dpi: Int) throws(ReadFailure) -> Recognition {
        let best = try upright(picture, dpi: dpi)
        guard best.isDoubtful else { return best.recognition }
        var merged = best.recognition
        let again = try attempt(picture, dpi: dpi, turns: merged.turned / 90, as: .second)
        merged.words = MergedWords.merge(merged.words, again.recognition.words)
        merged.passes = 2
        return merged
    }

    /// The reading that makes sense: as it came, as one block, or turned.
    private func upright(_ picture: borrowing Picture, dpi: Int) throws(ReadFailure) -> Attempt {
        let upright = try attempt(picture, dpi: dpi, turns: 0)
        guard !upright.isPlausible else { return upright }
        // Automatic layout at times finds nothing where there is one block of print.
        if upright.recognition.words.count < 20 {
            let block = try attempt(picture, dpi: dpi, turns: 0, as: .block)
            if block.isPlausible { return block }
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
        return best.score > upright.score * 1.5 ? best : upright
    }

    private func attempt(_ picture: borrowing Picture, dpi: Int, turns: Int, as preparation: Preparation = .first)
        throws(ReadFailure) -> Attempt
    {
        guard let turned = Picture(turns == 0 ? pixClone(picture.pix) : pixRotateOrth(picture.pix, l_int32(turns))),
            let prepared = PreparedPicture(turned, dpi: dpi, limits: limits, as: preparation)
        else {
            throw ReadFailure(.memory, "not enough memory to prepare the picture for recognition")
        }
        let readAt = Int((Double(dpi) * prepared.scale).rounded())
        let found = try engine.words(in: prepared.picture, dpi: readAt, layout: prepared.layout)
        let (across, down) = (prepared.stretch.x / prepared.scale, prepared.stretch.y / prepared.scale)
        let toPoints = 72 / Double(dpi)
        let words = found.map { word in
            Word(
                text: word.text,
                box: Box(
                    x: (prepared.origin.x + word.box.x * across) * toPoints,
                    y: (prepared.origin.y + word.box.y * down) * toPoints,
                    width: word.box.width * across * toPoints, height: word.box.height * down * toPoints),
                size: word.lineHeight * down * toPoints, confidence: word.confidence, source: .ocr)
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
    /// Read, but so that a second look is worth its time.
    let isDoubtful: Bool
    /// The turn, from the picture as it came, that would make upright what was read sideways; `nil` when little was.
    let hint: Int?

    init(_ recognition: Recognition, wordTurns: [Int]) {
        self.recognition = recognition
        var all = 0.0
        var sure = [0.0, 0.0, 0.0, 0.0]
        var trust = 0.0
        let sidewaysTurn = Self.turnOfTallWords(recognition.words)
        for (word, told) in zip(recognition.words, wordTurns) {
            let turns = told == 0 && word.isTall ? sidewaysTurn : told
            let letters = Double(
                word.text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            all += letters
            trust += letters * (word.confidence ?? 0)
            if letters > 1, (word.confidence ?? 0) > 0.7 { sure[turns] += letters }
        }
        score = sure[0]
        isPlausible = sure[0] >= 12 && sure[0] >= 0.5 * all
        // Clean scans have 0.9 and more.
        isDoubtful = all >= 12 && trust < 0.86 * all
        let sideways = (1...3).max { sure[$0] < sure[$1] }
        hint = sideways.flatMap { sure[$0] >= 12 && sure[$0] > sure[0] ? (recognition.turned / 90 + $0) % 4 : nil }
    }

    /// The engine reads a page that lies on its side, and calls it upright: its lines then run down (the page has to be
    /// turned by three quarters) or up (by one).
    private static func turnOfTallWords(_ words: [Word]) -> Int {
        var down = 0
        for (word, next) in zip(words, words.dropFirst())
        where word.isTall && next.isTall && word.box.sharedWidth(with: next.box) > 0.5 {
            down += next.box.y > word.box.y ? 1 : -1
        }
        return down >= 0 ? 3 : 1
    }
}

extension Word {
    /// No upright word of three characters is higher than it is wide.
    fileprivate var isTall: Bool { text.count >= 3 && box.height > 1.5 * box.width }
}

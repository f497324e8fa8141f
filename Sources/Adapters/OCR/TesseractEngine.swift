import CTesseract
import Invoicing
import Pipeline

import struct Invoicing.Box

/// A word as the engine gives it, in pixels of the picture it read.
struct RecognizedWord {
    var text: String
    /// 0...1, as Tesseract gives it.
    var confidence: Double
    var box: Box
    /// Height of the printed line the word stands in.
    var lineHeight: Double
    /// Quarter turns clockwise that would make the word upright; the engine reads some print that runs up the page.
    var quarterTurns: Int
}

/// One Tesseract engine with its languages loaded: about 100 MB, 0.1 to 0.3 s to make, used by one thread at a time.
///
/// Unchecked: the recognizer that owns it hands it out under its lock only.
final class TesseractEngine: @unchecked Sendable {
    private let handle: OpaquePointer

    /// - Parameter languages: Tesseract's names, in order of likelihood: `["eng", "deu"]`.
    /// - Throws: `.setup` naming the languages without data and how to install them.
    init(languages: [String]) throws(ReadFailure) {
        guard let handle = TessBaseAPICreate() else {
            throw ReadFailure(.memory, "not enough memory for the recognition engine")
        }
        self.handle = handle
        _ = Leptonica.isQuiet
        _ = TessBaseAPISetVariable(handle, "debug_file", "/dev/null")
        let names = languages.isEmpty ? ["eng"] : languages
        let result = TessBaseAPIInit2(handle, nil, names.joined(separator: "+"), OEM_LSTM_ONLY)
        let missing = result == 0 ? names.filter { !loadedLanguages.contains($0) } : names
        guard missing.isEmpty else {
            let packages = missing.map { "tesseract-ocr-\($0.replacing("_", with: "-"))" }
            throw ReadFailure(
                .setup,
                "no recognition data for \(missing.joined(separator: ", ")); install \(packages.joined(separator: " "))"
                    + " (or set TESSDATA_PREFIX to the folder that holds it), or choose other languages")
        }
        // A table's ruled lines and dots are no words.
        _ = TessBaseAPISetVariable(handle, "preserve_interword_spaces", "0")
    }

    deinit {
        TessBaseAPIEnd(handle)
        TessBaseAPIDelete(handle)
    }

    private var loadedLanguages: [String] {
        guard let list = TessBaseAPIGetLoadedLanguagesAsVector(handle) else { return [] }
        defer { TessDeleteTextArray(list) }
        var names: [String] = []
        var index = 0
        while let name = list[index] {
            names.append(String(cString: name))
            index += 1
        }
        return names
    }

    /// - Parameter dpi: What the picture's pixels stand for; the engine judges sizes by it.
    /// - Throws: `.memory` when the engine gives up.
    func words(in picture: borrowing Picture, dpi: Int, layout: TessPageSegMode = PSM_AUTO) throws(ReadFailure)
        -> [RecognizedWord]
    {
        TessBaseAPISetPageSegMode(handle, layout)
        TessBaseAPISetImage2(handle, picture.pix)
        TessBaseAPISetSourceResolution(handle, Int32(max(70, min(2400, dpi))))
        defer { TessBaseAPIClear(handle) }
        guard TessBaseAPIRecognize(handle, nil) == 0 else {
            throw ReadFailure(.memory, "recognition gave up on the picture; it may be too large for the memory allowed")
        }
        guard let iterator = TessBaseAPIGetIterator(handle) else { return [] }
        defer { TessResultIteratorDelete(iterator) }
        var words: [RecognizedWord] = []
        repeat {
            if let word = word(at: iterator) { words.append(word) }
        } while TessResultIteratorNext(iterator, RIL_WORD) != 0
        return words
    }

    /// - Returns: `nil` for blanks; ruled lines come as one with a confidence of 95.
    private func word(at iterator: OpaquePointer) -> RecognizedWord? {
        guard let utf8 = TessResultIteratorGetUTF8Text(iterator, RIL_WORD) else { return nil }
        defer { TessDeleteText(utf8) }
        let text = String(cString: utf8)
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return nil }
        let position = TessResultIteratorGetPageIteratorConst(iterator)
        guard let box = box(at: position, RIL_WORD) else { return nil }
        return RecognizedWord(
            text: text.split(whereSeparator: \.isWhitespace).joined(),
            confidence: max(0, min(1, Double(TessResultIteratorConfidence(iterator, RIL_WORD)) / 100)),
            box: box, lineHeight: self.box(at: position, RIL_TEXTLINE)?.height ?? box.height,
            quarterTurns: quarterTurns(at: iterator))
    }

    private func quarterTurns(at iterator: OpaquePointer) -> Int {
        var orientation = ORIENTATION_PAGE_UP
        var direction = WRITING_DIRECTION_LEFT_TO_RIGHT
        var order = TEXTLINE_ORDER_TOP_TO_BOTTOM
        var skew: Float = 0
        TessPageIteratorOrientation(
            TessResultIteratorGetPageIterator(iterator), &orientation, &direction, &order, &skew)
        switch orientation {
        case ORIENTATION_PAGE_RIGHT: return 3
        case ORIENTATION_PAGE_DOWN: return 2
        case ORIENTATION_PAGE_LEFT: return 1
        default: return 0
        }
    }

    private func box(at position: OpaquePointer?, _ level: TessPageIteratorLevel) -> Box? {
        var (left, top, right, bottom): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard TessPageIteratorBoundingBox(position, level, &left, &top, &right, &bottom) != 0 else { return nil }
        return Box(x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top))
    }
}

import Invoicing

/// One page on its way from a text layer to words.
struct ReadPage {
    let number: Int
    let layer: TextLayer
    let recognizer: any TextRecognizer
    let settings: ReadSettings

    func read(_ document: any OpenDocument) throws(ReadFailure) -> (page: PageText, problem: ReadFailure?) {
        let decision = try decide(document)
        var page = PageText(
            number: number, width: layer.width, height: layer.height, words: layer.words, reading: decision.reading,
            reasons: decision.reasons)
        guard decision.reading != .text else { return (page, nil) }
        do throws(ReadFailure) {
            let recognition = try recognize(document)
            page.reasons.append(
                "recognized at \(recognition.dpi) dpi" + (recognition.passes > 1 ? ", in two readings" : ""))
            if decision.reading == .ocr { use(recognition, in: &page) } else { add(recognition, to: &page) }
            return (page, nil)
        } catch {
            // What the text layer holds is still worth having, where it can be trusted.
            if decision.reading == .both {
                page.reading = .text
            } else {
                page.words = []
                page.reading = .failed
            }
            page.problem = error.message
            return (page, error)
        }
    }

    private func decide(_ document: any OpenDocument) throws(ReadFailure) -> PageDecision {
        switch settings.ocr {
        case .never: return PageDecision(.text, ["recognition is switched off"])
        case .always: return PageDecision(.ocr, ["recognition is always asked for"])
        case .auto: break
        }
        let first = PageDecision(layer)
        guard first.needsInk else { return first }
        let ink = PageInk(try document.raster(of: number, dpi: PageInk.dpi), words: layer.words)
        return first.settled(layer, ink: ink)
    }

    private func recognize(_ document: any OpenDocument) throws(ReadFailure) -> Recognition {
        try recognizer.recognize(try document.raster(of: number, dpi: dpi), settings: settings)
    }

    /// A page that is one picture is rendered as fine as the picture is: more adds pixels and no detail.
    private var dpi: Int {
        guard layer.imageCoverage > 0.5, let native = layer.imageDPI, native.isFinite else { return settings.dpi }
        return Int(max(150, min(400, native)).rounded())
    }

    private func use(_ recognition: Recognition, in page: inout PageText) {
        page.words = recognition.words
        page.turned = recognition.turned
        if recognition.turned % 180 != 0 { (page.width, page.height) = (page.height, page.width) }
    }

    /// Keeps the text layer's words but where the picture clearly shows other numbers, and adds what was recognized where
    /// they leave room.
    private func add(_ recognition: Recognition, to page: inout PageText) {
        let known = WordGrid(layer.words, width: layer.width, height: layer.height)
        let seen = recognition.words.map { word in
            var word = word
            word.box = word.box.turnedBack(recognition.turned, width: layer.width, height: layer.height)
            return word
        }
        page.words = LayerVote(seen: seen).settled(layer.words)
        let differing = page.words.count { $0.layerText != nil }
        if differing > 0 {
            page.reasons.append("\(differing) numbers of the text layer are not what the picture shows")
        }
        page.words += seen.filter { !known.overlaps($0.box) }
    }
}

extension Box {
    /// Where the box lies on a page of the given size, before that page was turned clockwise by `degrees`.
    func turnedBack(_ degrees: Int, width pageWidth: Double, height pageHeight: Double) -> Box {
        switch degrees {
        case 90: Box(x: y, y: pageHeight - right, width: height, height: width)
        case 180: Box(x: pageWidth - right, y: pageHeight - bottom, width: width, height: height)
        case 270: Box(x: pageWidth - bottom, y: x, width: height, height: width)
        default: self
        }
    }
}

/// Words by the stripe of the page they stand in, so that a neighbour is found without looking at all.
struct WordGrid {
    private var stripes: [[Box]]
    private let stripe = 20.0

    init(_ words: [Word], width: Double, height: Double) {
        stripes = Array(repeating: [], count: max(1, min(2000, Int(height / stripe) + 1)))
        for word in words {
            for index in range(word.box) { stripes[index].append(word.box) }
        }
    }

    /// Whether a fifth of the box, or of a word under it, is shared.
    func overlaps(_ box: Box) -> Bool {
        range(box).contains { index in
            stripes[index].contains { known in
                let shared = known.intersection(box).area
                return shared > 0.2 * min(known.area, box.area)
            }
        }
    }

    private func range(_ box: Box) -> ClosedRange<Int> {
        let last = stripes.count - 1
        let top = max(0, min(last, Int(max(0, min(1e6, box.y)) / stripe)))
        let bottom = max(top, min(last, Int(max(0, min(1e6, box.bottom)) / stripe)))
        return top...bottom
    }
}

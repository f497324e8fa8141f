import CPoppler
import Invoicing
import Pipeline

extension PDFPage {
    /// The words of the text layer in Poppler's reading order, visible or not.
    /// - Throws: `.tooMuchText` past `textBytes` UTF-8 bytes, before any word is made.
    func words(upTo textBytes: Int) throws(ReadFailure) -> (words: [Word], textBytes: Int) {
        guard let text = poppler_page_get_text(handle) else { return ([], 0) }
        defer { g_free(text) }
        let string = String(cString: text)
        let bytes = string.utf8.count
        guard bytes <= textBytes else {
            throw ReadFailure(
                .tooMuchText, "page \(number) brings the document's text past the limit; ask for a plain invoice")
        }
        guard bytes > 0 else { return ([], 0) }

        var rectangles: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        guard poppler_page_get_text_layout(handle, &rectangles, &count) != 0, let rectangles else { return ([], 0) }
        defer { g_free(rectangles) }

        var builder = WordBuilder(boxes: UnsafeBufferPointer(start: rectangles, count: Int(count)), fonts: fontRuns())
        builder.add(string.unicodeScalars)
        let page = Box(x: 0, y: 0, width: width, height: height)
        return (builder.words.filter { $0.box.intersection(page).area > 0 }, bytes)
    }

    private func fontRuns() -> [FontRun] {
        let list = poppler_page_get_text_attributes(handle)
        defer { poppler_page_free_text_attributes(list) }
        var runs: [FontRun] = []
        var node = list
        while let current = node {
            if let data = current.pointee.data {
                let attributes = data.assumingMemoryBound(to: PopplerTextAttributes.self).pointee
                runs.append(
                    FontRun(
                        end: Int(attributes.end_index), size: attributes.font_size,
                        name: name(attributes.font_name)))
            }
            node = current.pointee.next
        }
        return runs
    }

    /// The font's name without the six letters that mark a subset; `nil` when the PDF gives none.
    private func name(_ pointer: UnsafeMutablePointer<gchar>?) -> String? {
        guard let pointer else { return nil }
        var name = Substring(String(cString: pointer))
        if let plus = name.utf8.firstIndex(of: UInt8(ascii: "+")), name.utf8.prefix(upTo: plus).count == 6 {
            name = name[name.utf8.index(after: plus)...]
        }
        return name.isEmpty ? nil : String(name)
    }
}

package import Foundation

/// Writes the smallest PDFs that have what a test needs; positions are PDF's own, from the bottom left.
package struct TinyPDF {
    package var mediaBox = "0 0 600 800"
    package var cropBox: String?
    package var rotate = 0
    /// The content stream of each page; fonts `/F1` (Helvetica) and `/F2` (Helvetica-Bold), picture `/I`.
    package var pages: [String] = []
    package var attachments: [(name: String, bytes: Data)] = []
    /// Gray pixels of picture `/I`, row by row.
    package var image: (width: Int, height: Int, pixels: [UInt8])?
    /// More entries of the catalog: `/OutputIntents[]`.
    package var catalog = ""

    package init(pages: [String] = []) { self.pages = pages }

    /// One line of print at a place.
    package static func text(_ text: String, x: Int, y: Int, size: Int = 12, font: String = "F1") -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("(", with: "\\(").replacing(")", with: "\\)")
        return "BT /\(font) \(size) Tf \(x) \(y) Td (\(escaped)) Tj ET "
    }

    package var bytes: Data {
        var objects = Objects()
        let firstPage = 6 + attachments.count * 2
        objects.add("<</Type/Catalog/Pages 2 0 R\(names)\(catalog)>>")
        let kids = pages.indices.map { "\(firstPage + $0 * 2) 0 R" }.joined(separator: " ")
        objects.add("<</Type/Pages/Kids[\(kids)]/Count \(pages.count)>>")
        objects.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
        objects.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>")
        let picture = image ?? (1, 1, [0])
        objects.add(
            "<</Type/XObject/Subtype/Image/Width \(picture.width)/Height \(picture.height)/BitsPerComponent 8"
                + "/ColorSpace/DeviceGray", stream: Data(picture.pixels))
        for (index, file) in attachments.enumerated() {
            objects.add("<</Type/Filespec/F(\(file.name))/UF(\(file.name))/EF<</F \(7 + index * 2) 0 R>>>>")
            objects.add("<</Type/EmbeddedFile", stream: file.bytes)
        }
        let crop = cropBox.map { "/CropBox[\($0)]" } ?? ""
        for (index, content) in pages.enumerated() {
            objects.add(
                "<</Type/Page/Parent 2 0 R/MediaBox[\(mediaBox)]\(crop)/Rotate \(rotate)"
                    + "/Contents \(firstPage + index * 2 + 1) 0 R"
                    + "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I 5 0 R>>>>>>")
            objects.add("<<", stream: Data(content.utf8))
        }
        return objects.file
    }

    private var names: String {
        guard !attachments.isEmpty else { return "" }
        let list = attachments.enumerated().map { "(\($1.name)) \(6 + $0 * 2) 0 R" }.joined(separator: " ")
        return "/Names<</EmbeddedFiles<</Names[\(list)]>>>>"
    }
}

private struct Objects {
    private var bytes = Data("%PDF-1.7\n".utf8)
    private var offsets: [Int] = []

    mutating func add(_ text: String) {
        begin()
        bytes.append(Data("\(text)\nendobj\n".utf8))
    }

    mutating func add(_ dictionary: String, stream: Data) {
        begin()
        bytes.append(Data("\(dictionary)/Length \(stream.count)>>stream\n".utf8))
        bytes.append(stream)
        bytes.append(Data("\nendstream\nendobj\n".utf8))
    }

    private mutating func begin() {
        offsets.append(bytes.count)
        bytes.append(Data("\(offsets.count) 0 obj\n".utf8))
    }

    var file: Data {
        var file = bytes
        let start = file.count
        file.append(Data("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8))
        for offset in offsets {
            let digits = String(offset)
            file.append(Data((String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8))
        }
        file.append(
            Data("trailer<</Size \(offsets.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n".utf8))
        return file
    }
}

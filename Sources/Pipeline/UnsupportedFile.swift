/// A file of a kind Payables does not read, under the name people know.
struct UnsupportedFile {
    /// With its article: `"a ZIP archive"`.
    let name: String

    init(_ name: String) { self.name = name }

    var failure: ReadFailure {
        ReadFailure(.unsupported, "this is \(name); Payables reads PDF, PNG, JPEG, TIFF and e-invoice XML")
    }

    /// - Returns: `nil` when no known signature stands at the beginning.
    init?(signature head: [UInt8]) {
        if head.starts(with: "PK\u{3}\u{4}".utf8) || head.starts(with: "PK\u{5}\u{6}".utf8) {
            name = UnsupportedFile.archive(head)
            return
        }
        if head.count > 12, head[4..<8].elementsEqual("ftyp".utf8) {
            let brand = String(decoding: head[8..<12], as: UTF8.self)
            let pictures = ["heic", "heix", "heif", "hevc", "mif1", "msf1", "avif"]
            name = pictures.contains(brand) ? "a HEIC or AVIF picture" : "a video or audio file"
            return
        }
        if head.count > 12, head.starts(with: "RIFF".utf8) {
            name = head[8..<12].elementsEqual("WEBP".utf8) ? "a WebP picture" : "an audio or video file"
            return
        }
        guard let match = UnsupportedFile.signatures.first(where: { head.starts(with: $0.bytes) }) else { return nil }
        name = match.name
    }

    /// For what has no signature: text of some kind, or unknown bytes.
    init(text head: [UInt8]) {
        let lower = String(decoding: head.prefix(4096), as: UTF8.self).lowercased()
        let start = lower.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.contains("<html") {
            name = "an HTML page"
        } else if UnsupportedFile.looksLikeMail(start) {
            name = "a mail message"
        } else if head.contains(0) || head.count(where: { $0 < 0x20 && !$0.isBlank && $0 != 0x1B }) > head.count / 50 {
            name = "a file of an unknown kind"
        } else if start.hasPrefix("<?xml") || start.hasPrefix("<") {
            name = "broken XML"
        } else {
            name = "plain text"
        }
    }

    private static let signatures: [(bytes: [UInt8], name: String)] = [
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office document or an Outlook message (OLE)"),
        ([0x1F, 0x8B], "a gzip archive"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)"),
        (Array("{\\rtf".utf8), "an RTF document"),
        (Array("GIF8".utf8), "a GIF picture"),
        (Array("Rar!".utf8), "a RAR archive"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive"),
        ([0x42, 0x5A, 0x68], "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
        (Array("%!PS".utf8), "a PostScript file"),
        ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 picture"),
        ([0x78, 0x9F, 0x3E, 0x22], "a winmail.dat (TNEF) attachment"),
        (Array("BM".utf8), "a BMP picture"),
        (Array("MZ".utf8), "a program (Windows)"),
    ]

    private static func archive(_ head: [UInt8]) -> String {
        let parts: [(part: String, name: String)] = [
            ("word/", "a Word document (DOCX)"), ("xl/", "an Excel workbook (XLSX)"),
            ("ppt/", "a PowerPoint presentation (PPTX)"),
            ("application/vnd.oasis.opendocument", "an OpenDocument file"),
        ]
        for (part, name) in parts where head.firstRange(of: Array(part.utf8)) != nil { return name }
        return "a ZIP archive (for example a Word or Excel file)"
    }

    private static func looksLikeMail(_ start: Substring) -> Bool {
        let headers = [
            "from:", "received:", "return-path:", "mime-version:", "subject:", "delivered-to:", "message-id:", "date:",
            "to:", "x-", "content-type:", "dkim-signature:", "from ", "reply-to:",
        ]
        let lines = start.split(maxSplits: 20, whereSeparator: \.isNewline).prefix(20)
        guard let first = lines.first, headers.contains(where: { first.hasPrefix($0) }) else { return false }
        return lines.count { line in headers.contains { line.hasPrefix($0) } } >= 2
    }
}

import Correspondence
import Foundation

extension MailPart.Kind {
    /// By what the bytes are; where they say nothing, by what the mail says.
    /// - Parameters:
    ///   - type: As declared, in lower case.
    ///   - name: Cleaned.
    init(of bytes: Data, type: String, name: String?) {
        self = Self.byEnding(name) ?? Self.byBeginning(bytes) ?? Self.byType(type, bytes, name)
    }

    /// What a system starts when somebody opens it, whatever stands in it.
    private static let programEndings: Set<String> = [
        "exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "mst", "cpl", "dll", "sys", "ocx", "js", "jse", "vbs",
        "vbe",
        "vb", "ws", "wsf", "wsc", "wsh", "hta", "ps1", "psm1", "ps1xml", "lnk", "url", "scf", "inf", "reg", "iso",
        "img",
        "vhd", "vhdx", "jar", "jnlp", "class", "chm", "hlp", "gadget", "application", "appx", "msix", "appref-ms",
        "settingcontent-ms", "library-ms", "xll", "wll", "apk", "app", "dmg", "pkg", "command", "sh", "run", "deb",
        "rpm",
        "bin", "elf", "one", "sct", "mde", "ade", "msc",
    ]

    private static func byEnding(_ name: String?) -> Self? {
        programEndings.contains(PartName.ending(name)) ? .program : nil
    }

    private static let beginnings: [([UInt8], Self)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
        ([0x49, 0x49, 0x2B, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2B], .tiff),
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip),
        ([0x78, 0x9F, 0x3E, 0x22], .tnef),
        // Office's old files, and Outlook's mails.
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .office), (Array("{\\rtf".utf8), .office),
        // Windows, Linux, Apple, Java; scripts; links of Windows.
        (Array("MZ".utf8), .program), ([0x7F, 0x45, 0x4C, 0x46], .program), ([0xCF, 0xFA, 0xED, 0xFE], .program),
        ([0xCA, 0xFE, 0xBA, 0xBE], .program), (Array("#!".utf8), .program), ([0x4C, 0, 0, 0, 1, 0x14, 2, 0], .program),
        (Array("BEGIN:VCALENDAR".utf8), .calendar), (Array("-----BEGIN PGP MESSAGE".utf8), .encrypted),
        (Array("-----BEGIN PGP SIGNATURE".utf8), .signature),
    ]

    private static func byBeginning(_ bytes: Data) -> Self? {
        if let known = beginnings.first(where: { bytes.starts(with: $0.0) }) {
            return known.1 == .zip && isOffice(bytes) ? .office : known.1
        }
        if bytes.count > 11, bytes.dropFirst(4).starts(with: "ftyp".utf8) {
            let brand = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
            return ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"].contains(brand) ? .heic : nil
        }
        // Readers of PDF look this far for its beginning too.
        if bytes.prefix(1_024).range(of: Data("%PDF-".utf8)) != nil { return .pdf }
        if bytes.count > 32_774, bytes.dropFirst(32_769).starts(with: "CD001".utf8) { return .program }
        return byMarkup(bytes)
    }

    /// A zip whose first files are those of Word, Excel, PowerPoint or LibreOffice.
    private static func isOffice(_ bytes: Data) -> Bool {
        let start = bytes.prefix(4_096)
        return ["[Content_Types].xml", "mimetypeapplication/vnd.oasis", "_rels/.rels"]
            .contains { start.range(of: Data($0.utf8)) != nil }
    }

    private static func byMarkup(_ bytes: Data) -> Self? {
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        let start = bytes.prefix(2_048).filter { $0 != 0 || !isWide }
        let text = String(decoding: start, as: UTF8.self).drop { $0.isWhitespace || !($0 == "<" || $0.isASCII) }
        guard text.first == "<" else { return nil }
        let small = text.lowercased()
        let isPage = small.hasPrefix("<!doctype html") || small.contains("<html") || small.hasPrefix("<head")
        if isPage { return .html }
        if small.contains("<svg") { return .other }
        let roots = ["<?xml", "<rsm:", "<invoice", "<creditnote", "<ubl:", "<cii:", "<crossindustry"]
        return roots.contains { small.hasPrefix($0) } ? .xml : nil
    }

    private static func byType(_ type: String, _ bytes: Data, _ name: String?) -> Self {
        switch type {
        case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification":
            return .deliveryStatus
        case "text/calendar", "application/ics": return .calendar
        case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature":
            return .signature
        case "application/pgp-encrypted": return .encrypted
        case "application/pkcs7-mime", "application/x-pkcs7-mime": return SignedContent.kind(of: bytes)
        case "text/html": return .html
        case "text/xml", "application/xml": return bytes.isText ? .xml : .other
        default: break
        }
        let ending = PartName.ending(name)
        if type.hasPrefix("message/rfc822") || type.hasPrefix("message/global") || ending == "eml" {
            return bytes.looksLikeMail ? .mail : .other
        }
        if ["p7m", "p7s"].contains(ending) { return SignedContent.kind(of: bytes) }
        if ending == "ics" { return .calendar }
        let isText = type.hasPrefix("text/") || ["txt", "csv", "log", "md"].contains(ending)
        return isText && bytes.isText ? .text : .other
    }
}

extension Data {
    /// No byte that no text has.
    var isText: Bool { !prefix(65_536).contains { $0 < 32 && ![9, 10, 12, 13, 27].contains($0) } }

    /// Begins with a line of a head.
    var looksLikeMail: Bool {
        let start = prefix(1_000).drop { $0 == 10 || $0 == 13 }
        if start.starts(with: "From ".utf8) || start.starts(with: ">From ".utf8) { return true }
        let name = start.prefix { (33...126).contains($0) && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && name.count < 100 && start.dropFirst(name.count).first == UInt8(ascii: ":")
    }
}

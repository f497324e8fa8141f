import Correspondence
import Foundation

/// What lies in archives, and in `winmail.dat`.
extension PartWalk {
    mutating func unpack(zip bytes: Data, _ place: Place, _ inside: Place) throws {
        try bytes.withUnsafeBytes { raw in
            guard var archive = ZipArchive(raw) else { return fault(.damagedArchive, at: place.path) }
            var (number, own) = (0, 0)
            while hasRoom, let entry = archive.next() {
                guard !entry.isOfSystem else { continue }
                number += 1
                let place = inside.child(number)
                guard !entry.isEncrypted else {
                    fault(.encryptedArchive, at: inside.path)
                    try giveLocked(named: entry.name, place)
                    continue
                }
                let room = min(limits.inflated - inflated, bytes.count * limits.ratio - own, limits.inflatedFile)
                switch archive.content(most: room) {
                case .bytes(let content):
                    own += content.count
                    inflated += content.count
                    try give(content, named: entry.name, type: "application/octet-stream", place)
                case .tooLong:
                    fault(.inflatesTooMuch, at: place.path)
                    // Past the limits of the whole there is nothing left to be had; past a file's own, there is.
                    guard room == limits.inflatedFile else { return }
                    inflated += room
                    own += room
                case .damaged(let count):
                    fault(.damagedArchive, at: place.path)
                    inflated += count
                    own += count
                }
            }
            if !hasRoom, archive.next() != nil { fault(.tooManyParts, at: nil) }
            if archive.isDamaged { fault(.damagedArchive, at: inside.path) }
        }
    }

    /// - Returns: Its text: most mails say it beside this file too.
    mutating func unpack(tnef bytes: Data, _ place: Place, _ inside: Place) throws -> [BodyPiece] {
        guard let stream = TNEFStream(bytes) else {
            fault(.damagedMail, at: place.path)
            return []
        }
        if stream.isDamaged { fault(.damagedMail, at: place.path) }
        for (index, file) in stream.attachments.enumerated() where hasRoom {
            let type = file.isMessage ? "application/ms-tnef" : "application/octet-stream"
            try give(file.bytes, named: file.name, type: type, inside.child(index + 1))
        }
        if let text = stream.text { return [BodyPiece(text: BodyText.cleaned(text), isSpare: true)] }
        guard let html = stream.html else { return [] }
        let text = HTMLText(Charset.text(html, declared: nil), limit: limits.body).text
        return [BodyPiece(text: text, isFromHTML: true, isSpare: true)]
    }
}

extension ZipArchive {
    /// Whether a password locks any of its files. Looks at heads only.
    static func isLocked(_ bytes: Data) -> Bool {
        bytes.withUnsafeBytes { raw in
            guard var archive = ZipArchive(raw) else { return false }
            for _ in 0..<2_000 {
                guard let entry = archive.next() else { return false }
                if entry.isEncrypted { return true }
            }
            return false
        }
    }
}

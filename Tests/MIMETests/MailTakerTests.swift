import Correspondence
import Foundation
import Testing

@testable import MIME

@Suite("MailTaker") struct MailTakerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var mail: String
        var parts: [String]
        var faults: [String] = []
        var body: String?
    }

    static let cases = [
        Case(
            sentence: "Outlook: plain before HTML, the logo is part of the text", mail: "outlook",
            parts: ["1.2 png \"image001.png\" inline", "2 pdf \"Rechnung 4711.pdf\""],
            body: "Guten Tag,\n\nanbei die Rechnung."),
        Case(
            sentence: "Gmail: blank plain text yields to HTML, Content-IDs of attachments mean nothing", mail: "gmail",
            parts: ["2 pdf \"invoice.pdf\""],
            body: """
                APPROVE

                Thanks here

                > On Tue, Office wrote:
                > Do you approve?
                >>
                >> Older words
                """),
        Case(
            sentence: "Apple Mail: a file that is shown in the text is a file", mail: "apple",
            parts: ["2.2 pdf \"Scan.pdf\""], body: "Please find it."),
        Case(
            sentence: "Apple Mail: words above and below a file are one text", mail: "apple-plain",
            parts: ["2 pdf \"Scan.pdf\""], body: "Above the file\n\nBelow the file"),
        Case(
            sentence: "Thunderbird: flowing lines, names in pieces and in encoded words", mail: "thunderbird",
            parts: ["2 pdf \"Rechnung Müller und Söhne.pdf\"", "3 pdf \"Gutschrift Ü.pdf\""],
            body: "A line that goes on.\n> quoted words go on too\n>> older\n-- \nAnna"),
        Case(sentence: "8 bit, with a sign that only Windows has", mail: "eight-bit", parts: [], body: "Grüße, 5 €"),
        Case(sentence: "UTF-8 that says it is ASCII", mail: "charset-lie", parts: [], body: "Grüße 5 €"),
        Case(sentence: "Latin-1 that says it is UTF-8", mail: "charset-utf8-lie", parts: [], body: "Grüße"),
        Case(sentence: "a charset that nobody knows", mail: "charset-unknown", parts: [], body: "Grüße"),
        Case(sentence: "a charset that shifts", mail: "charset-japanese", parts: [], body: "請求書"),
        Case(
            sentence: "a file written into the text, and a line that only looks like one", mail: "uuencode",
            parts: ["1.1 pdf \"invoice.pdf\""], body: "See below.\n\n\nbegin 2026 with us"),
        Case(
            sentence: "winmail.dat gives its files", mail: "winmail",
            parts: ["2 tnef \"winmail.dat\"", "2.1 pdf \"Rechnung für Büro.pdf\" in 2", "2.2 pdf \"b.pdf\" in 2"],
            body: "See it."),
        Case(
            sentence: "winmail.dat gives its text where it is all there is", mail: "winmail-body",
            parts: ["1 tnef \"winmail.dat\"", "1.1 pdf \"a.pdf\" in 1"], body: "Text in it"),
        Case(
            sentence: "winmail.dat says what the mail says: once is enough", mail: "winmail-twice",
            parts: ["2 tnef \"winmail.dat\"", "2.1 pdf \"a.pdf\" in 2"], body: "Words beside it."),
        Case(
            sentence: "what a Mac lays beside the files is nobody's", mail: "zip-mac",
            parts: ["2 zip \"all.zip\"", "2.1 pdf \"a.pdf\" in 2"]),
        Case(
            sentence: "a zip gives its files, their folders are nothing", mail: "zip",
            parts: [
                "2 zip \"all.zip\"", "2.1 pdf \"Übersicht.pdf\" in 2", "2.2 pdf \"b.pdf\" in 2",
                "2.3 program \"run.exe\" in 2",
            ]),
        Case(
            sentence: "a zip in a zip", mail: "zip-in-zip",
            parts: [
                "2 zip \"all.zip\"", "2.1 zip \"in.zip\" in 2", "2.1.1 pdf \"c.pdf\" in 2.1", "2.2 pdf \"x.pdf\" in 2",
            ]),
        Case(
            sentence: "a bomb stops its archive, and what came before is kept", mail: "zip-bomb",
            parts: ["2 zip \"all.zip\"", "2.1 pdf \"first.pdf\" in 2"], faults: ["INFLATES_TOO_MUCH 2.2"]),
        Case(
            sentence: "a locked zip is told, with its files", mail: "zip-locked",
            parts: ["2 zip \"all.zip\" locked", "2.1 other \"a.pdf\" locked in 2"], faults: ["ENCRYPTED_ARCHIVE 2"]),
        Case(
            sentence: "half a zip", mail: "zip-damaged", parts: ["2 zip \"all.zip\""], faults: ["DAMAGED_ARCHIVE 2"]),
        Case(sentence: "Word's zip stays shut", mail: "docx", parts: ["2 office \"a.docx\""]),
        Case(
            sentence: "several PDFs", mail: "several", parts: ["2 pdf \"1.pdf\"", "3 pdf \"2.pdf\"", "4 pdf \"3.pdf\""]),
        Case(
            sentence: "mails in mails, without names, text and all", mail: "forwarded",
            parts: [
                "2 mail nameless", "2.1 text nameless in 2", "2.2 pdf \"in.pdf\" in 2", "2.3 mail nameless in 2",
                "2.3.1 text nameless in 2.3", "2.3.2 pdf \"deep.pdf\" in 2.3",
            ], body: "Fwd."),
        Case(
            sentence: "a mail as a file", mail: "forwarded-base64",
            parts: ["2 mail \"Mail.eml\"", "2.1 text nameless in 2", "2.2 pdf \"in.pdf\" in 2"]),
        Case(sentence: "no border at the end", mail: "no-end", parts: ["2 pdf \"a.pdf\""], body: "Cut."),
        Case(sentence: "a head that is missing", mail: "no-head", parts: [], faults: ["DAMAGED_MAIL"], body: ""),
        Case(sentence: "nothing at all", mail: "empty", parts: [], faults: ["DAMAGED_MAIL"], body: ""),
        Case(sentence: "no type", mail: "no-type", parts: [], body: "Only words"),
        Case(sentence: "a file is all there is", mail: "one-pdf", parts: ["1 pdf \"only.pdf\""], body: ""),
        Case(
            sentence: "a line of the head of a megabyte is left out", mail: "long-head", parts: ["2 pdf \"a.pdf\""],
            faults: ["TOO_LARGE"], body: "Still here."),
        Case(
            sentence: "a file that does not decode is what it decodes to", mail: "garbage",
            parts: ["2 other \"a.pdf\""],
            body: "Noise."),
        Case(
            sentence: "names are tamed", mail: "names",
            parts: [
                "2 pdf \"bill.pdf\"", "3 program \"billfdp.exe\"", "4 pdf \"a\"",
                "5 pdf \"\(String(repeating: "x", count: 196)).pdf\"", "6 pdf nameless", "7 pdf nameless",
                "8 program \"setup.exe\"",
            ]),
        Case(
            sentence: "an encrypted mail", mail: "encrypted-smime", parts: ["1 encrypted \"smime.p7m\""],
            faults: ["ENCRYPTED_MAIL 1"]),
        Case(
            sentence: "a signed mail in its wrapping is opened", mail: "signed-smime",
            parts: ["1 signature \"smime.p7m\"", "1.2 pdf \"a.pdf\" in 1"], body: "Signed words"),
        Case(
            sentence: "a signature beside the mail", mail: "signed-detached",
            parts: ["1.2 pdf \"a.pdf\"", "2 signature \"smime.p7s\""], body: "Signed words"),
        Case(
            sentence: "PGP", mail: "encrypted-pgp",
            parts: ["1 encrypted nameless", "2 encrypted \"encrypted.asc\""],
            faults: ["ENCRYPTED_MAIL", "ENCRYPTED_MAIL 1", "ENCRYPTED_MAIL 2"]),
        Case(
            sentence: "a bounce", mail: "bounce",
            parts: ["2 delivery-status nameless", "3 mail nameless", "3.1 text nameless in 3"],
            body: "It could not be delivered."),
        Case(sentence: "a calendar among the texts", mail: "calendar", parts: ["2 calendar nameless"], body: "Meet."),
        Case(
            sentence: "XML by what stands in it", mail: "xml",
            parts: ["2 xml \"a.xml\"", "3 xml \"b.dat\"", "4 xml \"c.xml\""]),
    ]

    @Test(arguments: cases) func takesApart(_ example: Case) throws {
        let taken = try Mails.taken(example.mail)
        #expect(taken.message.parts.map(\.line) == example.parts)
        #expect(taken.message.faultLines == example.faults)
        if let body = example.body { #expect(taken.message.body.text == body) }
        for part in taken.message.parts {
            #expect(taken.contents[part.path].map(GMime.sha256) == part.sha256)
            #expect(taken.contents[part.path]?.count == part.size)
        }
        #expect(taken.contents.count == taken.message.parts.count)
    }

    @Test func outlooksAnswerIsQuoted() throws {
        let body = try Mails.taken("outlook-html").message.body
        #expect(body.isFromHTML)
        #expect(
            body.text == """
                Guten Tag,
                anbei die Rechnung – 1.200 €
                > Von: Office <invoices@office.example>
                > Bitte senden Sie uns die Rechnung.
                """)
    }

    /// Where its parts begin is anybody's guess, so it is told.
    @Test(arguments: ["wrong-border", "no-border"]) func brokenBordersAreTold(_ mail: String) throws {
        #expect(try Mails.taken(mail).message.faultLines == ["DAMAGED_MAIL"])
    }

    @Test func manyPartsAreCutAtTheLimit() throws {
        let message = try Mails.taken("many").message
        #expect(message.parts.count == 499)  // and the multipart around them
        #expect(message.faultLines == ["TOO_MANY_PARTS"])
    }

    @Test(arguments: ["deep-1000", "deep-50000"]) func depthEndsAtTheLimit(_ mail: String) throws {
        let message = try Mails.taken(mail).message
        #expect(message.faults.contains { $0.reason == .tooDeep })
        #expect(message.head.text("Subject") == "Invoice")
    }

    @Test func theHeadIsKeptInItsOrder() throws {
        let head = try Mails.taken("encoded-head").message.head
        #expect(head.headers.map(\.name) == ["From", "Received", "Received", "Subject", "X-Raw", "X-Control"])
        #expect(head.first("From")?.raw == "=?iso-8859-1?Q?J=FCrgen?= <j@supplier.example>")
        #expect(head.text("From") == "Jürgen <j@supplier.example>")
        #expect(head.all("received").map(\.value) == ["a", "b"])
        #expect(head.text("Subject") == "Rechnung für Sie und mehr")
        #expect(head.text("X-Raw") == "Grüße")
        #expect(head.text("X-Control") == "a [31mbc")
    }

    @Test func pythonFindsTheSameFiles() throws {
        let opinions = try Mails.opinions()
        #expect(opinions.count > 30)
        for (name, hashes) in opinions where !["many", "garbage"].contains(name) {
            let taken = try Mails.taken(name).message
            let own = Set(taken.parts.map(\.sha256))
            for hash in hashes { #expect(own.contains(hash), "\(name) lacks a file that Python finds") }
        }
    }

    struct Limit: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var mail: String
        var fault: String
        var parts: Int
        var change: @Sendable (inout MailLimits) -> Void
    }

    static let limits = [
        Limit(sentence: "size: the head only", mail: "several", fault: "TOO_LARGE", parts: 0) { $0.mail = 500 },
        Limit(sentence: "parts", mail: "several", fault: "TOO_MANY_PARTS", parts: 2) { $0.parts = 4 },
        Limit(sentence: "depth of mails", mail: "forwarded", fault: "TOO_DEEP 2.3", parts: 4) { $0.depth = 3 },
        Limit(sentence: "depth of archives", mail: "zip-in-zip", fault: "TOO_DEEP 2.1", parts: 3) { $0.depth = 2 },
        Limit(sentence: "decoded bytes", mail: "several", fault: "TOO_LARGE 4", parts: 2) { $0.decoded = 180 },
        Limit(sentence: "unpacked bytes", mail: "zip", fault: "INFLATES_TOO_MUCH 2.2", parts: 2) { $0.inflated = 100 },
        Limit(sentence: "one unpacked file", mail: "zip", fault: "INFLATES_TOO_MUCH 2.1", parts: 2) {
            $0.inflatedFile = 10
        },
        Limit(sentence: "borders", mail: "several", fault: "TOO_MANY_PARTS", parts: 1) { $0.borders = 2 },
    ]

    @Test(arguments: limits) func aLimitIsToldAndTheRestKept(_ example: Limit) throws {
        var limits = MailLimits()
        example.change(&limits)
        let message = try Mails.taken(example.mail, limits: limits).message
        #expect(message.faultLines.contains(example.fault), "\(message.faultLines)")
        #expect(message.parts.count == example.parts, "\(message.parts.map(\.line))")
        #expect(message.head.text("Subject") == "Invoice")
    }
}

import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Storage
import Support
import Testing

@Suite("Mail manifest") struct MailManifestTests {
    private static let raw = Data("From: a@supplier.example\r\n\r\nhello".utf8)
    private static let contents = ["2": Data("%PDF-1".utf8), "3": Data("%PDF-2".utf8), "4": Data("logo".utf8)]

    private static func part(_ path: String, _ fate: PartFate.Fate) -> PartFate {
        let bytes = contents[path] ?? Data()
        return PartFate(
            MailPart(
                path: path, name: path == "4" ? nil : "Rechnung \"\(path)\"\n.pdf", type: "application/pdf", kind: .pdf,
                size: bytes.count, sha256: MailDesk.digest(bytes), isInline: path == "4",
                parent: path == "3" ? "2" : nil),
            fate)
    }

    private static func mail(_ organisation: OrganisationID, _ cases: [CaseID]) throws -> ReceivedMail {
        let sum = try #require(BlobID(rawValue: MailDesk.digest(raw)))
        return ReceivedMail(
            id: MailID(organisation: organisation, raw: sum), organisation: organisation, raw: sum, size: raw.count,
            received: Moment(microseconds: 1_767_225_600_123_456), messageID: "<1@supplier.example>",
            from: "a@supplier.example", subject: "Rechnung \u{1F4C4} \"1\"",
            verdict: MailVerdict(
                source: .own, from: MailAddress("a@supplier.example"), spf: .pass, spfDomain: "supplier.example",
                dkim: [.init(domain: "supplier.example", check: .pass)], dmarc: .pass, isAuthentic: true,
                suspicions: [.lookAlike(of: "supp1ier.example"), .displayName], words: ["DKIM passed."]),
            parts: [
                part("2", .begun(cases[0])), part("3", .linked(as: "purchase_order")), part("4", .ignored(.noDocument)),
            ],
            explanation: ["It holds one document."],
            hints: BodyHints.all(in: "Purchase order 4500012345"),
            origin: MailOrigin(from: "b@supplier.example", standing: .stated))
    }

    private static func kept() throws -> KeptMail {
        let id = MailDesk.id("case")
        return KeptMail(
            mail: try mail(OrganisationID(rawValue: "a"), [id]), outcome: MailOutcome(.cases, cases: [id]),
            references: ["2026-000001"], decided: Moment(microseconds: 5))
    }

    @Test func rowsGiveAManifestAndAManifestGivesTheRows() async throws {
        let desk = try await MailDesk()
        let new = NewCase(
            id: MailDesk.id("case"), organisation: desk.mine,
            workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
            subject: CaseSubject(name: "2", sha256: "s", size: 1), step: "first", key: "mail 1", by: "mail")
        let name = MailboxName(account: "a", mailbox: "INBOX", organisation: desk.mine)
        try await desk.store.register([name])
        let claim = try #require(
            try await desk.store.claim(1, among: [name], worker: "w", lease: .seconds(60)).first)
        try await desk.store.note([1], at: MailboxPosition(validity: 1, last: 1), claim)
        _ = try await desk.store.record(
            try Self.mail(desk.mine, [new.id]), as: .cases([new]), at: DueMail(validity: 1, uid: 1, attempts: 0), claim)
        let kept = try #require(try await desk.store.mail(of: new.id, in: desk.mine))
        let bytes = try #require(MailManifest(of: new.id, kept)).bytes()
        let read = try MailManifest(bytes)
        #expect(read.kept == kept)
        #expect(read.caseID == new.id)
        #expect(try read.bytes() == bytes)
        await desk.close()
    }

    @Test func aCaseOfAnotherMailHasNone() throws {
        #expect(MailManifest(of: MailDesk.id("other"), try Self.kept()) == nil)
    }

    @Test(
        arguments: [
            (
                "other words for the version", "mail-manifest/1", "mail-manifest/2",
                MailManifestError.otherSchema("mail-manifest/2")
            ),
            ("a fate that there is none of", "\"fate\":\"begun\"", "\"fate\":\"eaten\"", .damaged),
            ("a sum that is none", "\"raw_sha256\":\"", "\"raw_sha256\":\"x", .damaged),
            ("a reason that there is none of", "NO_DOCUMENT", "NO_REASON", .damaged),
            ("a blank that was put in", "\"schema\":", "\"schema\": ", .notCanonical),
            ("half of it", "{", "", .notJSON),
        ] as [(String, String, String, MailManifestError)])
    func whatWasWrittenAnewIsKnown(_ what: String, old: String, new: String, error: MailManifestError) throws {
        let manifest = try #require(MailManifest(of: MailDesk.id("case"), try Self.kept()))
        var text = String(decoding: try manifest.bytes(), as: UTF8.self)
        let place = try #require(text.range(of: old))
        text.replaceSubrange(place, with: new)
        #expect(throws: error, "\(what)") { try MailManifest(Data(text.utf8)) }
    }

    @Test(
        arguments: [
            ("nothing", nil, []), ("raw", "x", ["the mail has 1 bytes, not 33"]),
            ("2", "%PDF-9", ["part 2 has other bytes than its sum says"]), ("3", "", ["part 3 has 0 bytes, not 6"]),
            ("4", nil, ["part 4 is not there"]),
        ] as [(String, String?, [String])])
    func theCheckSaysWhichPartIsWrong(_ changed: String, _ content: String?, _ expected: [String]) throws {
        let manifest = try #require(MailManifest(of: MailDesk.id("case"), try Self.kept()))
        let new = content.map { Data($0.utf8) }
        let faults = manifest.faults(
            raw: changed == "raw" ? new : Self.raw, part: { $0 == changed ? new : Self.contents[$0] },
            digest: MailDesk.digest)
        #expect(faults == expected)
    }
}

extension MailID {
    fileprivate init(organisation: OrganisationID, raw: BlobID) {
        self.init(rawValue: MailDesk.id("\(organisation) \(raw)").rawValue)
    }
}

import Correspondence
import Foundation
import Testing

@Suite("ApprovalToken") struct ApprovalTokenTests {
    static let key = ApprovalKey(Data(repeating: 1, count: 32))!
    static let keys = ApprovalKeys(key)
    static let asked = AskedApproval(
        organisation: "org-1", caseID: "case-7", message: "message-3", approver: "user-5", fingerprint: "ab12",
        actions: [.approve, .reject], expiry: 1_800_000_000)

    @Test func isRightForWhatWasAsked() {
        let token = ApprovalToken.signing(Self.asked, with: Self.keys)
        #expect(token.isValid(for: Self.asked, under: Self.keys))
        #expect(ApprovalToken(token.text) == token)
        #expect(ApprovalToken(token.text.uppercased()) == token)
        #expect(token.localPart.utf8.count == 61)
        #expect(MailAddress("\(token.localPart)@pay.example") != nil)
        #expect(token.line == "Ref: \(token.text)")
        #expect(ApprovalToken.signing(Self.asked, with: Self.keys) != token)
    }

    /// Of made-up ones most are none: the last character holds fewer bits than the others.
    @Test func everyNewIDIsOne() {
        for _ in 0..<64 {
            let id = ApprovalToken.newID()
            #expect(ApprovalToken.signing(Self.asked, id: id, with: Self.keys)?.id == id)
        }
    }

    /// Every field is signed.
    static let changes: [@Sendable (inout AskedApproval) -> Void] = [
        { $0.organisation = "org-2" }, { $0.caseID = "case-8" }, { $0.message = "message-4" },
        { $0.approver = "user-6" },
        { $0.fingerprint = "ab13" }, { $0.actions = [.approve] }, { $0.actions.insert(.question) }, { $0.expiry += 1 },
        {
            $0.organisation = "org-1c"
            $0.caseID = "ase-7"
        },
    ]
    @Test(arguments: changes.indices) func isForgedForAnythingElse(_ index: Int) {
        let token = ApprovalToken.signing(Self.asked, with: Self.keys)
        var other = Self.asked
        Self.changes[index](&other)
        #expect(!token.isValid(for: other, under: Self.keys))
    }

    @Test func everyChangedCharacterIsForgedOrUnreadable() throws {
        let token = ApprovalToken.signing(Self.asked, with: Self.keys)
        for index in token.text.indices {
            for letter in "abcdefghijklmnopqrstuvwxyz234567.-18" where letter != token.text[index] {
                var text = token.text
                text.replaceSubrange(index...index, with: String(letter))
                guard let other = ApprovalToken(text) else { continue }
                #expect(!other.isValid(for: Self.asked, under: Self.keys), "\(text)")
            }
        }
    }

    static let unreadable: [(sentence: String, text: String)] = [
        ("nothing", ""), ("only an id", String(repeating: "a", count: 26)),
        ("too short by one", String(repeating: "a", count: 26) + "." + String(repeating: "a", count: 25)),
        ("too long by one", String(repeating: "a", count: 26) + "." + String(repeating: "a", count: 27)),
        ("another alphabet", String(repeating: "1", count: 26) + "." + String(repeating: "a", count: 26)),
        ("bits that are left over", String(repeating: "a", count: 25) + "b." + String(repeating: "a", count: 26)),
        ("letters that look alike", String(repeating: "а", count: 26) + "." + String(repeating: "a", count: 26)),
        (
            "a letter that is two when folded",
            "ı" + String(repeating: "a", count: 25) + "." + String(repeating: "a", count: 26)
        ),
    ]
    @Test(arguments: unreadable) func isNone(_ example: (sentence: String, text: String)) {
        #expect(ApprovalToken(example.text) == nil, "\(example.sentence)")
    }

    @Test func keysAreRotated() {
        let newer = ApprovalKey(Data(repeating: 2, count: 32))!
        let old = ApprovalToken.signing(Self.asked, with: Self.keys)
        let both = ApprovalKeys(newer, older: [Self.key])
        let new = ApprovalToken.signing(Self.asked, with: both)
        #expect(old.isValid(for: Self.asked, under: both))
        #expect(new.isValid(for: Self.asked, under: both))
        #expect(!new.isValid(for: Self.asked, under: Self.keys))
        #expect(!old.isValid(for: Self.asked, under: ApprovalKeys(newer)))
    }

    @Test func keysCannotBePrinted() {
        let bytes = Data((0..<32).map { UInt8($0) + 65 })
        let key = ApprovalKey(bytes)!
        var dumped = ""
        dump(key, to: &dumped)
        dump(ApprovalKeys(key), to: &dumped)
        for text in ["\(key)", String(reflecting: key), "\(ApprovalKeys(key))", dumped] {
            #expect(!text.contains("ABC") && !text.contains("65") && !text.contains(bytes.base64EncodedString()))
        }
        #expect(ApprovalKey(Data(repeating: 1, count: 31)) == nil)
        #expect(ApprovalKey(base64: bytes.base64EncodedString()) != nil)
        #expect(ApprovalKey(base64: "c2hvcnQ=") == nil)
    }

    @Test func tokensDoNotPrintTheirProof() {
        let token = ApprovalToken.signing(Self.asked, with: Self.keys)
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] { #expect(!text.contains(token.text.suffix(26))) }
    }

    @Test func addressOfABounce() {
        let address = BounceAddress.signing(4711, with: Self.keys)
        #expect(address.localPart.hasPrefix("bounce+4711."))
        #expect(BounceAddress(address.localPart.uppercased()) == address)
        #expect(address.isValid(under: Self.keys))
        #expect(BounceAddress(address.localPart.replacing("4711", with: "4712"))?.isValid(under: Self.keys) == false)
        for text in ["bounce+04711.", "bounce+-1.", "bounce+.", "bounces+4711.", "bounce+99999999999999999999."] {
            #expect(BounceAddress(text + address.localPart.suffix(26)) == nil)
        }
        #expect(BounceAddress.signing(.max, with: Self.keys).localPart.utf8.count <= 64)
        let head = MailHead([
            MailHeader(name: "To", raw: "<\(address.localPart)@pay.example>, other@pay.example"),
            MailHeader(name: "Delivered-To", raw: "\(address.localPart)@pay.example"),
        ])
        #expect(BounceAddress.find(in: head) == [address])
    }

    /// The proof of one kind is none for the other.
    @Test func kindsAreToldApart() throws {
        let bounce = BounceAddress.signing(1, with: Self.keys)
        let token = try #require(ApprovalToken(String(repeating: "a", count: 26) + "." + bounce.localPart.suffix(26)))
        #expect(!token.isValid(for: Self.asked, under: Self.keys))
    }
}

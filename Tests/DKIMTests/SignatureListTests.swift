import DKIM
import Foundation
import Testing

@Suite("What a mail says of its signatures") struct SignatureListTests {
    @Test func atMostEightAreNamed() throws {
        let mails = try SignedMails.all.get()
        #expect(DKIMSignature.list(of: try mails["many"]).count == DKIMSignature.most)
        #expect(
            DKIMSignature.list(of: try mails["several-domains"]).map { $0.key?.description } == [
                "relay._domainkey.relay.example", "rsa._domainkey.supplier.example",
            ])
    }

    @Test func aHeaderWithoutEndIsAFault() {
        let mail = Data("DKIM-Signature: d=a.example; s=a; h=from\r\nFrom: a@a.example\r\n".utf8)
        let endless = mail + Data("X: ".utf8) + Data(repeating: UInt8(ascii: "x"), count: 3 << 20)
        #expect(DKIMSignature.list(of: mail).map(\.fault) == [nil])
        #expect(DKIMSignature.list(of: endless).first?.fault?.contains("longer than") == true)
        let lines = mail + Data(String(repeating: "X: y\r\n", count: 300_000).utf8)
        #expect(DKIMSignature.list(of: lines).first?.fault?.contains("longer than") == true)
    }

    @Test func signaturesInTheBodyAreText() {
        let mail = Data("From: a@a.example\r\n\r\nDKIM-Signature: d=a.example; s=a\r\n".utf8)
        #expect(DKIMSignature.list(of: mail).isEmpty)
    }

    struct Name: Sendable, CustomTestStringConvertible {
        let selector: String
        let domain: String
        let asked: String?
        let testDescription: String
    }

    static let label63 = String(repeating: "a", count: 63)
    static let names = [
        Name(
            selector: "S1", domain: "Supplier.Example", asked: "s1._domainkey.supplier.example",
            testDescription: "names are asked in small letters"),
        Name(
            selector: "a.b_c-1", domain: "x.example", asked: "a.b_c-1._domainkey.x.example",
            testDescription: "a selector may have several labels"),
        Name(
            selector: "a", domain: "xn--bcher-kva.example", asked: "a._domainkey.xn--bcher-kva.example",
            testDescription: "a domain of other letters is asked in its ASCII form"),
        Name(
            selector: label63, domain: "\(label63).example", asked: "\(label63)._domainkey.\(label63).example",
            testDescription: "a label may have 63 letters"),
        Name(selector: "a", domain: "\(label63)a.example", asked: nil, testDescription: "and no 64"),
        Name(
            selector: "a", domain: [label63, label63, label63, label63].joined(separator: "."), asked: nil,
            testDescription: "a name has at most 253 letters"),
        Name(selector: "a", domain: "localhost", asked: nil, testDescription: "a single label is no domain"),
        Name(selector: "a", domain: "", asked: nil, testDescription: "nothing is no domain"),
        Name(selector: "", domain: "a.example", asked: nil, testDescription: "nothing is no selector"),
        Name(selector: "a", domain: "a..example", asked: nil, testDescription: "a label cannot be empty"),
        Name(selector: "a", domain: "a.example.", asked: nil, testDescription: "no dot at the end"),
        Name(selector: "a", domain: "-a.example", asked: nil, testDescription: "a label begins with no hyphen"),
        Name(selector: "a", domain: "a b.example", asked: nil, testDescription: "a label has no blanks"),
        Name(selector: "a\n", domain: "a.example", asked: nil, testDescription: "nor line breaks"),
        Name(selector: "a/../b", domain: "a.example", asked: nil, testDescription: "nor slashes"),
        Name(selector: "*", domain: "a.example", asked: nil, testDescription: "nor stars"),
        Name(selector: "a", domain: "\u{212A}.example", asked: nil, testDescription: "a Kelvin sign is no k"),
    ]

    @Test(arguments: names) func name(_ example: Name) {
        #expect(KeyName(selector: example.selector, domain: example.domain)?.description == example.asked)
    }
}

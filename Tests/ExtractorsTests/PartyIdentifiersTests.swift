import Invoicing
import Testing

@testable import Extractors

@Suite("Accounts and tax numbers as printed") struct PartyIdentifiersTests {
    private func identifiers(_ lines: [[(Double, String)]]) -> PartyIdentifiers {
        PartyIdentifiers(PrintedPage.view(lines))
    }

    @Test("an account goes on in the next line of its block")
    func continued() {
        let found = identifiers([
            [(40, "Delivery"), (300, "IBAN: DE89 3704 0044")], [(40, "by van"), (300, "0532 0130 00")],
        ]).ibans
        #expect(found.map(\.value) == ["DE89370400440532013000"])
        #expect(found.map(\.isValid) == [true])
    }

    @Test("lines that together are no account by the checksum stay apart")
    func notContinued() {
        let found = identifiers([[(300, "IBAN: DE89 3704 0044")], [(300, "0532 0130 01")]]).ibans
        #expect(!found.map(\.isValid).contains(true))
    }

    @Test("a Polish account of 26 digits becomes an IBAN")
    func polish() {
        let found = identifiers([[(40, "Nr konta: 61 1090 1014 0000 0712 1981 2874")]]).ibans
        #expect(found.map(\.value) == ["PL61109010140000071219812874"])
    }

    @Test("26 digits whose checksum fails are no account")
    func notPolish() {
        #expect(identifiers([[(40, "Nr konta: 61 1090 1014 0000 0712 1981 2875")]]).ibans.isEmpty)
    }

    @Test("a tax number ends where its check digits hold, not with the number behind it")
    func behind() {
        let found = identifiers([[(40, "NIP: 123 456 32 18 12345")]]).vatIDs
        #expect(found.map(\.value) == ["1234563218"])
    }
}

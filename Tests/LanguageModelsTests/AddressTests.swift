import Testing

@testable import LanguageModels

@Suite("Addresses of models") struct AddressTests {
    @Test(arguments: [
        "https://models.example/v1", "http://localhost:8080/v1", "http://127.0.0.1/v1", "http://127.9.9.9:1",
        "http://[::1]:11434/v1", "HTTPS://models.example",
    ]) func areTaken(_ text: String) throws {
        _ = try EndpointAddress(text, plainAllowed: false)
    }

    static let refused = [
        "http://models.example/v1", "http://10.0.0.1/v1", "http://127.0.0.1.models.example/v1",
        "http://127.1/v1", "http://localhost.example/v1", "http://0.0.0.0/v1", "ftp://models.example/",
        "models.example",
        "file:///etc/passwd", "https:///v1", "", "https://key@models.example/v1", "https://a:b@models.example/v1",
        "https://models.example/v1?key=1", "https://models.example/v1#x", "http://127.0.0.1@models.example/v1",
    ]

    @Test(arguments: refused) func areRefused(_ text: String) {
        #expect(throws: EndpointAddress.Fault.self) { try EndpointAddress(text, plainAllowed: false) }
    }

    @Test func plainConnectionsHaveToBeAllowed() throws {
        let address = try EndpointAddress("http://models.example/v1", plainAllowed: true)
        #expect(address.url.host() == "models.example")
    }

    @Test func aSecretIsNeverPrinted() throws {
        let key = try #require(Secret("sk-123"))
        var dumped = ""
        dump(key, to: &dumped)
        dump(
            ChatSettings(address: try EndpointAddress("https://a.b", plainAllowed: false), model: "m", key: key),
            to: &dumped)
        let shown = "\(key) \(String(reflecting: key)) \(String(describing: Optional(key))) " + dumped
        #expect(!shown.contains("123"))
        #expect(key.header == "Authorization: Bearer sk-123")
    }

    @Test(arguments: ["", "a b", "a\r\nX: y", "schlüssel", "a\u{0}"]) func whatCannotStandInAHeaderIsNoKey(
        _ text: String
    ) {
        #expect(Secret(text) == nil)
    }
}

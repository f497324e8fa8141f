import Testing

@testable import payables

@Suite("LedgerPlace") struct LedgerPlaceTests {
    static let places: [(option: String?, environment: String?, LedgerPlace)] = [
        (nil, nil, .file(nil)), (nil, "", .file(nil)), ("file:/srv/l.jsonl", nil, .file("/srv/l.jsonl")),
        ("postgres://u@h/l", nil, .database(url: "postgres://u@h/l")),
        (nil, "postgresql://u:secret@h/l", .database(url: "postgresql://u:secret@h/l")),
        ("file:/srv/l.jsonl", "postgresql://u:secret@h/l", .file("/srv/l.jsonl")),
        ("postgresql://u@/l?host=/run/x:y", nil, .database(url: "postgresql://u@/l?host=/run/x:y")),
    ]

    @Test(arguments: places.indices) func isRead(_ index: Int) throws {
        let (option, environment, place) = Self.places[index]
        let given = environment.map { [LedgerOptions.variable: $0] } ?? [:]
        #expect(try LedgerPlace(option, environment: given) == place)
    }

    @Test(arguments: [
        "postgresql://u:secret-canary@h/l", "postgres://h/l?user=u&password=secret-canary",
        "mysql://h/secret-canary-12345",
        "file:",
    ])
    func isRefusedWithoutRepeatingSecrets(_ option: String) {
        #expect { try LedgerPlace(option, environment: [:]) } throws: { error in
            (error as? CommandFailure)?.status == .usage && !"\(error)".contains("secret-canary")
        }
    }

    @Test func addressesInTheEnvironmentAreNoUnknownSettings() throws {
        let environment = ["PAYABLES_DATABASE_URL": "postgresql://h/d", "PAYABLES_LEDGER_URL": "postgresql://h/l"]
        #expect(throws: Never.self) { try Settings(environment: environment) }
        #expect(throws: SettingsError.self) { try Settings(environment: ["PAYABLES_LEDGER_URLS": "x"]) }
    }

    @Test func aPasswordOnTheCommandLineIsRefused() throws {
        let answer = try Program.run(["ledger", "test", "--url", "postgresql://u:secret-canary@h/l"])
        #expect(answer.status == 64)
        #expect(!answer.errors.contains("secret-canary"))
    }
}

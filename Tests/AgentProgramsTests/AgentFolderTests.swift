import AgentPrograms
import Foundation
import Orchestrator
import Support
import Testing

@Suite("The agents folder") struct AgentFolderTests {
    @Test func agentsJoinAndLeave() throws {
        let fixture = try AgentFixture()
        let folder = fixture.folder
        #expect(folder.manifests().isEmpty)
        try fixture.add("one", "")
        #expect(folder.manifests().keys.sorted() == ["one"])
        try fixture.add("two", "")
        try fixture.add("one", version: 2, "")
        #expect(folder.manifests().values.map(\.id).sorted() == ["one/2", "two/1"])
        try fixture.remove("one")
        #expect(folder.manifests().keys.sorted() == ["two"])
        try FileManager.default.removeItem(at: fixture.url)
        #expect(folder.manifests().isEmpty)
    }

    static let faults: [(change: String, of: String, told: String)] = [
        ("\"name\": \"one\"", "\"name\": \"two\"", "/name: must be the name of its folder, one"),
        ("\"name\": \"one\"", "\"name\": \"One\"", "/name: must look like"),
        ("\"version\": 1", "\"version\": 0", "/version: must be at least 1"),
        ("\"version\": 1,", "", "the whole: version is missing"),
        ("\"description\": \"A test's own.\"", "\"description\": \"\"", "/description: must not be empty"),
        ("\"program\": \"run\"", "\"program\": \"../run\"", "/program: must look like"),
        ("\"program\": \"run\"", "\"program\": \"walk\"", "/program: there is no file walk in the folder"),
        (
            "\"program\": \"run\",", "\"program\": \"run\", \"has_effect\": true,",
            "/has_effect: agents of the folder only read"
        ),
        ("\"program\": \"run\",", "\"program\": \"run\", \"second\": 5,", "/second: is not known"),
        ("\"program\": \"run\",", "\"program\": \"run\", \"seconds\": 100000,", "/seconds: must be at most 600"),
        ("\"document\": {}", "\"dokument\": {}", "/input/dokument: is no part of a case; there are allowances_charges"),
        (
            "\"word\": {\"type\": \"string\"}", "\"word\": {\"typ\": \"string\"}",
            "/output/properties/word/typ: this keyword is not"
        ),
        (
            "[\"info\", \"review\"]", "[\"info\", \"blocker\"]",
            "/output/properties/findings/items/severity: may be \"blocker\""
        ),
        ("{\"name\"", "{name", "it is no JSON"),
    ]

    @Test(arguments: faults) func aFaultOfAManifestIsTold(_ fault: (change: String, of: String, told: String)) throws {
        let fixture = try AgentFixture()
        try fixture.add("one", "")
        let file = fixture.url.appending(path: "one/agent.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(fault.change))
        try Data(text.replacing(fault.change, with: fault.of).utf8).write(to: file)
        let found = try #require(fixture.folder.look().first)
        do {
            _ = try found.manifest.get()
            Issue.record("it was taken")
        } catch {
            #expect(
                error.faults.map(\.description).contains { $0.hasPrefix(fault.told) || $0.contains(fault.told) },
                "\(error)")
        }
        #expect(fixture.folder.manifests().isEmpty)
    }

    @Test func rightsAreLookedAt() throws {
        let fixture = try AgentFixture()
        try fixture.add("one", "")
        let folder = fixture.folder
        let file = fixture.url.appending(path: "one/run").path
        func told() -> String {
            do {
                _ = try folder.look().first?.manifest.get()
                return ""
            } catch { return error.description }
        }
        #expect(told() == "")
        chmod(file, 0o644)
        #expect(told().contains("run is not executable; chmod +x"))
        chmod(file, 0o757)
        #expect(told().contains("everybody can write to"))
        chmod(file, 0o755)
        #expect(told() == "")
        try FileManager.default.removeItem(atPath: file)
        symlink("/bin/true", file)
        #expect(told().contains("there is no file run in the folder (a link is none)"))
    }

    @Test func theExampleIsGood() async throws {
        let folder = AgentFolder(Repository.fixtures.appending(path: "agents"), host: AgentFixture.host)
        let agent = try #require(folder.manifests()["cost-centre"], "\(folder.look())")
        #expect(await AgentHealth(of: agent, folder) == .well)
    }

    @Test func healthIsAsked() async throws {
        let fixture = try AgentFixture()
        try fixture.add("well", #"answer({"healthy": question["health"]})"#)
        try fixture.add("ill", #"answer({"healthy": False, "because": "the table\nis missing"})"#)
        try fixture.add("odd", #"answer({"output": {"word": ""}})"#)
        try fixture.add("dead", "sys.exit(1)")
        let folder = fixture.folder
        var told: [String: AgentHealth] = [:]
        for (name, agent) in folder.manifests() { told[name] = await AgentHealth(of: agent, folder) }
        #expect(
            told == [
                "well": .well, "ill": .ill(because: "the table is missing"),
                "odd": .ill(because: #"it does not answer {"health":true} with {"healthy":true}"#),
                "dead": .ill(because: "agent dead/1 left with code 1 before it answered"),
            ])
    }
}

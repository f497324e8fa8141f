import Foundation
import Support
import Testing

/// The program as it is, with the example agent of `fixtures/agents` in its sandbox.
@Suite("Agents on the command line") struct AgentsCommandTests {
    private let agents = Repository.fixtures.appending(path: "agents").path
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "in"), withIntermediateDirectories: true)
    }

    private func object(_ json: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }

    @Test func listShowsBothKindsAndTheirHealth() throws {
        let answer = try Program.run(["agents", "list", "--json", "--agents", agents])
        #expect(answer.status == 0, "\(answer.errors)")
        let rows = try #require(try object(Data(answer.output.utf8))["agents"] as? [[String: Any]])
        let homes = Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] as? String ?? "", $0["home"] as? String) })
        #expect(homes["match"] == "program")
        #expect(homes["cost-centre"] == "folder")
        #expect(rows.allSatisfy { $0["trouble"] == nil })
    }

    @Test func anAgentThatDoesNotAnswerIsNamed() throws {
        let bad = folder.appending(path: "agents/cost-centre")
        try FileManager.default.createDirectory(
            at: bad.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Repository.fixtures.appending(path: "agents/cost-centre"), to: bad)
        try Data("#!/bin/sh\nexit 5\n".utf8).write(to: bad.appending(path: "suggest.py"))
        let answer = try Program.run(["agents", "check", bad.deletingLastPathComponent().path])
        #expect(answer.status == 1)
        #expect(answer.errors.contains("cost-centre: agent cost-centre/1 left with code 5 before it answered"))
        let list = try Program.run(["agents", "list", "--agents", bad.deletingLastPathComponent().path])
        #expect(list.status == 1)
        #expect(list.output.contains("left with code 5"))
    }

    @Test func aFolderThatIsNotThereIsMissingInput() throws {
        #expect(try Program.run(["agents", "list", "--agents", "/no/such/folder"]).status == 66)
        #expect(try Program.run(["agents", "check", folder.path]).status == 66)
    }

    @Test func definitionsAreChecked() throws {
        let good = Repository.schemas.appending(path: "workflows/ap-po.json").path
        let withAgent = "\(agents)/ap-po-cost-centre.json"
        let all = try Program.run(["workflow", "check", good, withAgent, "--agents", agents])
        #expect(all.status == 0, "\(all.errors)")
        let one = try Program.run(["workflow", "check", good, withAgent])
        #expect(one.status == 1)
        #expect(one.output == "\(good): good\n")
        #expect(
            one.errors.contains("\(withAgent): /steps/4/agent: no agent is called cost-centre; there are approve, "))
        #expect(try Program.run(["workflow", "check", "/no/such/file"]).status == 66)
    }

    @Test func aWorkflowWithAFaultIsNotFollowed() throws {
        let file = folder.appending(path: "bad.json")
        let text = try String(
            contentsOf: Repository.schemas.appending(path: "workflows/ap-po.json"), encoding: .utf8)
        try Data(text.replacing("\"on_failure\": \"notify\"", with: "\"on_failure\": \"post\"").utf8).write(to: file)
        let answer = try Program.run([
            "batch", folder.appending(path: "in").path, "--out", folder.appending(path: "out").path, "--workflow",
            file.path,
        ])
        #expect(answer.status == 64)
        #expect(
            answer.errors.contains(
                "/steps/5/on_failure: leads to itself, so a failed case would never end; name a later step, or end"))
    }

    @Test func aBatchAsksTheAgent() throws {
        let document = "24-consulting-hybrid.pdf"
        try FileManager.default.copyItem(
            at: Repository.fixtures.appending(path: "documents/\(document)"),
            to: folder.appending(path: "in/\(document)"))
        let out = folder.appending(path: "out")
        let answer = try Program.run([
            "batch", folder.appending(path: "in").path, "--out", out.path, "--set", "today=2026-11-23", "--agents",
            agents, "--workflow", "\(agents)/ap-po-cost-centre.json",
        ])
        #expect([0, 2].contains(answer.status), "\(answer.errors)")
        let result = try object(Data(contentsOf: out.appending(path: "24-consulting-hybrid.json")))
        let output = (result["outputs"] as? [String: Any])?["cost-centre"] as? [String: Any]
        #expect(output?["cost_centre"] as? String == "CON-300")
        let findings = result["findings"] as? [[String: Any]] ?? []
        #expect(findings.contains { $0["rule"] as? String == "cost-centre/suggested" })
    }
}

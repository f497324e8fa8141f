import AgentPrograms
import Foundation
import Orchestrator
import Pipeline
import Support
import Testing

/// An agents folder of a test's own, with small Python and shell programs in it.
struct AgentFixture {
    let url: URL
    let words = LastWords()

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "payables-agents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var folder: AgentFolder {
        let words = words
        return AgentFolder(url, host: Self.host) { words.add($0) }
    }

    /// Beside the test bundle, where the build puts both.
    static let host: AgentHost = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        let folder = URL(filePath: bundle).deletingLastPathComponent()
        return AgentHost(executable: folder.appending(path: "AgentHost").path, arguments: [])
    }()

    /// - Parameters:
    ///   - body: Of a Python program; `question` is what it was asked.
    ///   - more: Further members of the manifest, each with a comma behind it.
    func add(_ name: String, version: Int = 1, _ body: String, more: String = #""seconds": 20,"#) throws {
        let program = """
            #!/usr/bin/env python3
            import json, os, sys
            question = json.loads(sys.stdin.readline())
            def answer(value):
                print(json.dumps(value), flush=True)
            \(body)
            """
        try add(name, version: version, program: program, more: more)
    }

    func add(_ name: String, version: Int = 1, program: String, more: String = "") throws {
        let place = url.appending(path: name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = place.appending(path: "run")
        try Data(program.utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        let manifest = """
            {"name": "\(name)", "version": \(version), "description": "A test's own.", "program": "run", \(more)
             "input": {"type": "object", "properties": {"document": {}, "fields": {}, "findings": {}}},
             "output": {"type": "object", "required": ["word"], "additionalProperties": false,
                        "properties": {"word": {"type": "string"}, "findings": {"type": "array", "maxItems": 9, "items": {
                          "type": "object", "required": ["rule", "severity", "message"], "additionalProperties": false,
                          "properties": {"rule": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"},
                                         "severity": {"enum": ["info", "review"]},
                                         "message": {"type": "string", "minLength": 1, "maxLength": 100}}}}}}}
            """
        try Data(manifest.utf8).write(to: place.appending(path: "agent.json"), options: .atomic)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }

    /// What a step of the agent comes to for a small case.
    func answer(_ name: String, _ question: String = "{}") async throws -> AgentAnswer {
        let folder = folder
        let agent = try #require(folder.manifests()[name], "\(folder.look())")
        do throws(StageFailure) {
            return AgentAnswer(try await folder.ask(agent, Data(question.utf8)), from: agent)
        } catch {
            return .failure(error)
        }
    }
}

/// What agents said on their standard error.
final class LastWords: @unchecked Sendable {
    private let lock = NSLock()
    private var words: [String] = []
    func add(_ text: String) { lock.withLock { words.append(text) } }
    var all: String { lock.withLock { words.joined(separator: "\n") } }
}

extension AgentAnswer {
    /// `"retry"`, `"review"`, `"reject"`, `"interrupted"`, `"output"`, with the reason behind it.
    var told: String {
        switch self {
        case .output: "output"
        case .failure(.retry(_, let reason)): "retry: \(reason)"
        case .failure(.needsReview(let reason)): "review: \(reason)"
        case .failure(.reject(let reason)): "reject: \(reason)"
        case .failure(.interrupted): "interrupted"
        }
    }
}

import Foundation
import Support
import Testing

/// From a document to a proof, with the private server.
@Suite("Audit commands", .timeLimit(.minutes(3))) struct AuditCommandTests {
    /// The server's own user has to be able to enter it.
    private static func folder() throws -> URL {
        let folder = URL(filePath: "/tmp/payables-audit-\(UUID().uuidString.prefix(8).lowercased())")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "in"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let name = "01-letter-two-way.pdf"
        try FileManager.default.copyItem(
            at: Repository.root.appending(path: "fixtures/documents/\(name)"), to: folder.appending(path: "in/\(name)"))
        return folder
    }

    @Test func aCaseIsSealedProvedAndChecked() throws {
        let folder = try Self.folder()
        let data = ["--data", folder.appending(path: "data").path]
        // Each command starts the server and stops it: one that went on would hold what `Process` waits for.
        defer { try? FileManager.default.removeItem(at: folder) }
        let master = Repository.root.appending(path: "fixtures/master").path
        let served = try Program.run(["serve", folder.appending(path: "in").path, "--master", master, "--once"] + data)
        #expect(served.status == 0, "\(served.errors)")

        let heads = folder.appending(path: "heads.jsonl")
        try Data(try Program.run(["audit", "head", "--json"] + data).output.utf8).write(to: heads)
        let verified = try Program.run(["audit", "verify", "--head", heads.path] + data)
        #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
        #expect(verified.output.hasPrefix("The chain holds: "))
        #expect(!verified.output.contains("Not yet sealed"))

        let reference = try Program.run(["case", "list"] + data).output.prefix(11)
        let own = try Program.run(["audit", "proof", String(reference), "--head", heads.path] + data)
        #expect(own.status == 0, "\(own.errors)")
        let file = folder.appending(path: "proof.json")
        try Data(own.output.utf8).write(to: file)
        let checked = try Program.run(["audit", "check-proof", file.path, "--head", heads.path])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(checked.output.contains("case-begun"))

        let forged = own.output.replacingOccurrences(of: "case-begun", with: "case-ended")
        try Data(forged.utf8).write(to: file)
        let refused = try Program.run(["audit", "check-proof", file.path])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("does not hold"))

        let later = "99:" + String(repeating: "a", count: 64)
        let cut = try Program.run(["audit", "verify", "--head", later] + data)
        #expect(cut.status == 1)
        #expect(cut.output.contains("block 99"))
    }

    /// A file that is neither a proof nor a list of heads.
    static let other = Repository.root.appending(path: "fixtures/master/approvals.csv").path
    static let mistakes: [(arguments: [String], status: Int32)] = [
        (["audit", "check-proof", "/nowhere/proof.json"], 66),
        (["audit", "check-proof", other, "--head", "nonsense"], 66),
        (["audit", "check-proof", other, "--head", other], 64),
        (["audit", "check-proof", other], 1),
    ]

    @Test(arguments: mistakes)
    func whatIsWrongIsTold(_ arguments: [String], _ status: Int32) throws {
        let answer = try Program.run(arguments)
        #expect(answer.status == status)
        #expect(answer.output.isEmpty)
        #expect(!answer.errors.isEmpty)
    }
}

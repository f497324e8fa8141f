import Foundation
import Support
import Testing

/// Help texts are part of the interface: `RECORD=1` writes the snapshots *and fails*, so that CI can never record.
@Suite("Help") struct HelpTests {
    static let commands: [[String]] = [
        [], ["schema"], ["schema", "check"], ["schema", "show"], ["accuracy"], ["correct"], ["memory"],
        ["memory", "list"], ["memory", "show"], ["memory", "lock"], ["memory", "unlock"], ["memory", "undo"],
        ["serve"], ["work"], ["case"], ["case", "list"], ["case", "continue"], ["case", "limit"], ["case", "bulk"],
        ["case", "start"], ["case", "export"], ["case", "claim"], ["case", "release"], ["case", "reassign"],
        ["report"], ["health"], ["queue"], ["queue", "show"], ["queue", "pause"], ["queue", "resume"], ["audit"],
        ["audit", "verify"], ["audit", "proof"], ["audit", "check-proof"], ["notify"], ["notify", "list"],
        ["notify", "retry"], ["notify", "test"], ["ticket"], ["ticket", "list"], ["ticket", "close"], ["schedule"],
        ["schedule", "add"], ["ledger"],
        ["ledger", "init"], ["ledger", "test"], ["ledger", "show"], ["ledger", "period"], ["db"], ["db", "up"],
        ["workflow"], ["workflow", "check"], ["workflow", "list"],
        ["workflow", "retire"], ["agents"], ["agents", "list"], ["agents", "check"],
        ["mail"], ["mail", "test"], ["mail", "run"], ["mail", "watch"], ["mail", "list"], ["mail", "show"],
        ["mail", "explain"], ["mail", "reprocess"], ["mail", "rules", "check"], ["mail", "count"], ["mail", "address"],
    ]

    @Test(arguments: commands) func help(_ command: [String]) throws {
        let answer = try Program.run(command + ["--help"])
        #expect(answer.status == 0)
        #expect(answer.errors.isEmpty)
        let name = (["payables"] + command).joined(separator: "-")
        let file = Repository.root.appending(path: "Tests/CommandTests/Snapshots/\(name).txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(answer.output.utf8).write(to: file)
            Issue.record("recorded \(name); look at the change and commit it")
            return
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == answer.output)
    }

    @Test func completionsComeFromTheParser() throws {
        let answer = try Program.run(["--generate-completion-script", "bash"])
        #expect(answer.status == 0)
        #expect(answer.output.contains("accuracy"))
    }

    @Test func anUnknownCommandIsAUsageError() throws {
        let answer = try Program.run(["redo"])
        #expect(answer.status == 64)
        #expect(answer.output.isEmpty)
    }
}

import Channels
import Foundation
import Orchestrator
import Testing

/// Mails over lines that stay open.
@Suite("Mail lines", .serialized, .timeLimit(.minutes(1))) struct MailLinesTests {
    private func channel(_ post: Post) throws -> MailChannel {
        MailChannel(
            try MailSettings(server: "smtp+plain://localhost:\(post.server.port)", from: "payables@office.example"))
    }

    /// Sessions that the server had so far.
    private func sessions(_ post: Post, _ count: Int) throws -> Set<Int> {
        let script =
            "import sys, json; print(json.dumps([json.load(open(f'{sys.argv[1]}/{n}.json'))['session'] "
            + "for n in range(1, int(sys.argv[2]) + 1)]))"
        let answer = try LocalServer.run("/usr/bin/python3", ["-c", script, post.folder.url.path, String(count)])
        return Set(try JSONDecoder().decode([Int].self, from: Data(answer.utf8)))
    }

    @Test func oneAfterTheOtherTakesOneLine() async throws {
        let post = try Post("plain")
        let channel = try channel(post)
        for number in 1...5 {
            try await channel.send(.example("\(number)"), to: "odo@office.example", by: .now + .seconds(20))
        }
        #expect(post.count == 5)
        #expect(try sessions(post, 5).count == 1)
    }

    @Test func aRefusalEndsItsLineAndNothingElse() async throws {
        let post = try Post("plain")
        let channel = try channel(post)
        try await channel.send(.example("1"), to: "odo@office.example", by: .now + .seconds(20))
        await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example("2"), to: "no-550@office.example", by: .now + .seconds(20))
        }
        try await channel.send(.example("3"), to: "odo@office.example", by: .now + .seconds(20))
        #expect(post.count == 2)
        #expect(try sessions(post, 2).count == 2)
    }

    /// The server ends every session behind its first mail, as servers do that have a limit.
    @Test func aLineThatWasClosedMeanwhileCostsNothing() async throws {
        let post = try Post("once")
        let channel = try channel(post)
        for number in 1...3 {
            try await channel.send(.example("\(number)"), to: "odo@office.example", by: .now + .seconds(20))
        }
        #expect(post.count == 3)
        #expect(try sessions(post, 3).count == 3)
    }

    @Test func atTheSameTimeEachHasItsOwn() async throws {
        let post = try Post("plain")
        let channel = try channel(post)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...20 {
                group.addTask {
                    try await channel.send(.example("\(number)"), to: "odo@office.example", by: .now + .seconds(20))
                }
            }
            try await group.waitForAll()
        }
        #expect(post.count == 20)
    }
}

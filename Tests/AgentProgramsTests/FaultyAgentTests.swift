import AgentPrograms
import Foundation
import Orchestrator
import Pipeline
import Testing

/// What a faulty agent does to a step: the right failure each time, and nothing left behind.
@Suite("Faulty agents") struct FaultyAgentTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var body: String
        /// The beginning of what the step comes to.
        var told: String
        var more = #""seconds": 20,"#
        var testDescription: String { name }
    }

    static let faults = [
        Fault(name: "good", body: #"answer({"output": {"word": "yes"}})"#, told: "output"),
        Fault(name: "no-line-break", body: #"sys.stdout.write('{"output": {"word": "yes"}}')"#, told: "output"),
        Fault(name: "crash", body: "os.abort()", told: "retry: agent crash/1 was ended by signal 6"),
        Fault(
            name: "trap", body: "import ctypes; ctypes.string_at(0)", told: "retry: agent trap/1 was ended by signal 11"
        ),
        Fault(name: "exit", body: "sys.exit(3)", told: "retry: agent exit/1 left with code 3"),
        Fault(name: "exception", body: "question['no such thing']", told: "retry: agent exception/1 left with code 1"),
        Fault(name: "silent-end", body: "sys.exit(0)", told: "retry: agent silent-end/1 left with code 0"),
        Fault(
            name: "half", body: #"sys.stdout.write('{"output": {"wo'); sys.stdout.flush(); os.abort()"#,
            told: "retry: agent half/1 was ended by signal 6"),
        Fault(
            name: "hang", body: "import time; time.sleep(600)",
            told: "retry: agent hang/1 gave no answer within 1.0 seconds",
            more: #""seconds": 1,"#),
        Fault(
            name: "drip", body: "import time\nwhile True: sys.stdout.write('x'); sys.stdout.flush(); time.sleep(0.1)",
            told: "retry: agent drip/1 gave no answer", more: #""seconds": 1,"#),
        Fault(
            name: "garbage", body: "print('yes, of course')", told: "review: agent garbage/1 answered what is no answer"
        ),
        Fault(name: "empty-line", body: "print()", told: "review: agent empty-line/1 answered what is no answer"),
        Fault(
            name: "two-answers", body: #"answer({"output": {"word": "a"}, "reject": "b"})"#,
            told: "review: agent two-answers/1 answered what is no answer"),
        Fault(
            name: "deep", body: #"print('{"output": ' + '[' * 100000 + ']' * 100000 + '}')"#,
            told: "review: agent deep/1 answered what is no answer"),
        Fault(
            name: "binary", body: "sys.stdout.buffer.write(bytes(range(256)) * 10); sys.stdout.flush()",
            told: "review: agent binary/1 answered what is no answer"),
        Fault(
            name: "endless", body: "while True: sys.stdout.write('x' * 65536)",
            told: "review: agent endless/1 answered more than the 5000 bytes", more: #""output_bytes": 5000,"#),
        Fault(
            name: "long-line", body: #"answer({"output": {"word": "x" * 6000}})"#,
            told: "review: agent long-line/1 answered more than the 5000 bytes", more: #""output_bytes": 5000,"#),
        Fault(
            name: "wrong-schema", body: #"answer({"output": {"word": 5, "other": 1}})"#,
            told:
                "review: the output of agent wrong-schema/1 does not fit its own schema: /other: is not known; there are"
                + " findings, word; /word: must be text, not a whole number"),
        Fault(
            name: "blocker",
            body:
                #"answer({"output": {"word": "", "findings": [{"rule": "a", "severity": "blocker", "message": "b"}]}})"#,
            told: "review: the output of agent blocker/1 does not fit its own schema: /findings/0/severity"),
        Fault(
            name: "asks-for-time", body: #"answer({"retry": {"because": "the table is being\nwritten", "after": 5}})"#,
            told: "retry: agent asks-for-time/1: the table is being written"),
        Fault(name: "asks-a-person", body: #"answer({"review": "look"})"#, told: "review: agent asks-a-person/1: look"),
        Fault(name: "refuses", body: #"answer({"reject": "no bill"})"#, told: "reject: agent refuses/1: no bill"),
        Fault(
            name: "noisy", body: #"sys.stderr.write('secret ' * 1000000); answer({"output": {"word": "yes"}})"#,
            told: "output"),
        Fault(
            name: "memory", body: "x = bytearray(2000000000)", told: "retry: agent memory/1 left with code 1",
            more: #""memory": 256000000,"#),
        Fault(
            name: "busy", body: "while True: pass", told: "retry: agent busy/1 ", more: #""seconds": 2,"#),
        Fault(name: "reads-no-input", body: "", told: "retry: agent reads-no-input/1 left with code 0"),
    ]

    @Test(arguments: faults) func comesToTheRightFailure(_ fault: Fault) async throws {
        let fixture = try AgentFixture()
        try fixture.add(fault.name, fault.body, more: fault.more)
        let answer = try await fixture.answer(fault.name)
        #expect(answer.told.hasPrefix(fault.told), "\(answer.told)\n\(fixture.words.all)")
        #expect(try Processes.living(in: fixture.url).isEmpty)
    }

    /// A question larger than a pipe's buffer to a program that never reads it.
    @Test func aDeafAgentBlocksNobody() async throws {
        let fixture = try AgentFixture()
        try fixture.add("deaf", program: "#!/bin/sh\nexec sleep 600\n", more: #""seconds": 1,"#)
        let answer = try await fixture.answer("deaf", "\"" + String(repeating: "x", count: 3_000_000) + "\"")
        #expect(answer.told.hasPrefix("retry: agent deaf/1"), "\(answer.told)")
        #expect(try Processes.living(in: fixture.url).isEmpty)
    }

    @Test func lastWordsAreShortAndStayInTheLogForDebugging() async throws {
        let fixture = try AgentFixture()
        try fixture.add("noisy", "sys.stderr.write('secret ' * 100000)\nsys.exit(9)")
        let answer = try await fixture.answer("noisy")
        #expect(!answer.told.contains("secret"))
        #expect(fixture.words.all.contains("secret"))
        #expect(fixture.words.all.utf8.count < 2_200)
    }

    @Test func killNineIsTriedAgain() async throws {
        let fixture = try AgentFixture()
        try fixture.add("victim", "import signal\nos.close(2)\nsignal.pause()")
        async let answer = fixture.answer("victim")
        while true {
            let living = try Processes.living(in: fixture.url)
            if let pid = living.first {
                kill(pid, SIGKILL)
                break
            }
            await Task.yield()
        }
        #expect(try await answer.told == "retry: agent victim/1 was ended by signal 9 before it answered")
    }

    @Test func aStepThatIsCancelledEndsItsAgent() async throws {
        let fixture = try AgentFixture()
        try fixture.add("slow", "import signal\nsignal.pause()")
        let task = Task { try await fixture.answer("slow") }
        while try Processes.living(in: fixture.url).isEmpty { await Task.yield() }
        task.cancel()
        #expect(try await task.value.told == "interrupted")
        #expect(try Processes.living(in: fixture.url).isEmpty)
    }

    @Test func whatCannotBeStartedIsForAPerson() async throws {
        let fixture = try AgentFixture()
        try fixture.add("lost", program: "#!/usr/bin/no-such-interpreter\n")
        #expect(try await fixture.answer("lost").told.hasPrefix("review: agent lost/1 cannot be started"))
        #expect(fixture.words.all.contains("run cannot be started: No such file or directory"))
    }

    /// Nothing of one question is there for the next one: each has a process of its own.
    @Test func nothingIsCarriedOver() async throws {
        let fixture = try AgentFixture()
        try fixture.add("count", #"answer({"output": {"word": str(os.getpid())}})"#)
        let first = try await fixture.answer("count")
        #expect(try await fixture.answer("count") != first)
    }
}

/// Processes of this machine.
enum Processes {
    /// Those that work in a folder: agents are started in their own.
    static func living(in folder: URL) throws -> [pid_t] {
        let root = folder.resolvingSymlinksInPath().path
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { pid in
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
            return place?.hasPrefix(root) ?? false
        }
    }
}

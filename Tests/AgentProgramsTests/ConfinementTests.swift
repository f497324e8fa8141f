import AgentPrograms
import Foundation
import Orchestrator
import Testing

/// What an agent tries that it must not be able to do.
@Suite("Agents are shut in") struct ConfinementTests {
    struct Trial: Sendable, CustomTestStringConvertible {
        var name: String
        /// Python that succeeds only where it is not refused.
        var body: String
        var testDescription: String { name }
    }

    static let trials = [
        Trial(name: "reads-a-file-outside", body: "open('/etc/passwd').read()"),
        Trial(name: "lists-a-folder-outside", body: "os.listdir('/home')"),
        Trial(name: "reads-its-starters-environment", body: "open(f'/proc/{os.getppid()}/environ', 'rb').read()"),
        Trial(name: "writes-in-tmp", body: "open('/tmp/payables-agent-was-here', 'w').write('x')"),
        Trial(name: "writes-in-its-own-folder", body: "open('notes', 'w').write('x')"),
        Trial(name: "removes-its-own-manifest", body: "os.remove('agent.json')"),
        Trial(name: "makes-a-folder", body: "os.mkdir('new')"),
        Trial(name: "opens-a-socket", body: "import socket; socket.socket()"),
        Trial(name: "opens-a-unix-socket", body: "import socket; socket.socketpair()"),
        Trial(name: "forks", body: "os.fork() or os._exit(0)"),
        Trial(name: "starts-a-program", body: "import subprocess; subprocess.run(['/usr/bin/env'], check=True)"),
        Trial(name: "becomes-a-program-outside", body: "os.execv('/bin/true', ['true'])"),
        Trial(name: "signals-its-starter", body: "os.kill(os.getppid(), 0)"),
        Trial(name: "raises-its-limits", body: "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))"),
    ]

    @Test(arguments: trials) func refuses(_ trial: Trial) async throws {
        let fixture = try AgentFixture()
        try fixture.add(
            trial.name,
            """
            try:
                \(trial.body)
                answer({"output": {"word": "open"}})
            except (PermissionError, ValueError) as error:
                answer({"output": {"word": "refused"}})
            """)
        let answer = try await fixture.answer(trial.name)
        let isOpenMachine = fixture.words.all.contains("agent-host: gap:")
        if isOpenMachine {
            print("NOT TESTED ON THIS MACHINE: \(fixture.words.all)")
            #expect(answer.told == "output")
        } else {
            #expect(answer == .output(.object(["word": .string("refused")])), "\(answer) \(fixture.words.all)")
        }
    }

    @Test func findsOnlyWhatItShould() async throws {
        let fixture = try AgentFixture()
        try fixture.add(
            "look",
            """
            names = sorted(os.environ)
            known = sorted(int(name) for name in os.listdir('/proc/self/fd'))
            answer({"output": {"word": f"{names} {os.getcwd().split('/')[-1]} {open('agent.json').read(1)} {len(known)}"}})
            """)
        // The fourth descriptor is the listing's own.
        #expect(
            try await fixture.answer("look")
                == .output(
                    .object(["word": .string("['HOME', 'LANG', 'PATH', 'PYTHONDONTWRITEBYTECODE'] look { 4")])))
    }
}

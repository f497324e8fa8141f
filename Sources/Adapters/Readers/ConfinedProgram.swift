import CSandbox
import Foundation

/// Becomes another program, shut in as a reader is: that program is a stranger, and gets a folder to read, the system's
/// libraries, three pipes, and nothing else. It may begin programs that it can read in its own place, never beside it.
package struct ConfinedProgram: Sendable {
    /// Read by nobody else; the program's own folder, and where it begins.
    package var folder: String
    /// A file in it.
    package var program: String
    /// Bytes of address space.
    package var memory: Int
    /// Of processor time.
    package var cpuSeconds: Int

    package init(folder: String, program: String, memory: Int, cpuSeconds: Int) {
        self.folder = folder
        self.program = program
        self.memory = memory
        self.cpuSeconds = cpuSeconds
    }

    /// What the program finds in its environment, and nothing of ours.
    private static let environment = [
        "HOME=/nonexistent", "LANG=C.UTF-8", "PATH=\(searchPath.joined(separator: ":"))", "PYTHONDONTWRITEBYTECODE=1",
    ]
    private static let searchPath = ["/usr/local/bin", "/usr/bin", "/bin"]
    /// What a shell says when a program cannot be started.
    package static let notStarted: Int32 = 127

    /// - Returns: Only when the program could not be started: the exit code.
    package func become() -> Int32 {
        _ = sandbox_die_with_parent()
        _ = sandbox_no_new_privileges()
        _ = sandbox_drop_capabilities()
        guard chdir(folder) == 0 else { return fail("the folder cannot be entered: \(FileSandbox.text(of: errno))") }
        let path = "\(folder)/\(program)"
        let (_, fileGap) = FileSandbox.close(allowing: [folder] + interpreters(path), isOwnProgram: false)
        limit()
        // Should our starter be gone already, it still ends.
        alarm(UInt32(cpuSeconds + 5))
        let callGap = SystemCallFilter.close(except: ["execve"])
        for gap in [fileGap, callGap].compactMap(\.self) { tell("gap: \(gap)") }
        for descriptor in Int32(3)..<256 { close(descriptor) }
        ReaderProcess.withCStrings([path]) { arguments in
            ReaderProcess.withCStrings(Self.environment) { environment in _ = execve(path, arguments, environment) }
        }
        return fail(FileSandbox.text(of: errno))
    }

    private func limit() {
        let own = getpid()
        _ = sandbox_limit(own, sandbox_limit_core, 0, 0)
        _ = sandbox_limit(own, sandbox_limit_file_size, 0, 0)
        _ = sandbox_limit(own, sandbox_limit_open_files, 64, 64)
        _ = sandbox_limit(own, sandbox_limit_cpu, UInt64(cpuSeconds), UInt64(cpuSeconds + 1))
        _ = sandbox_limit(own, sandbox_limit_address_space, UInt64(memory), UInt64(memory))
    }

    private func fail(_ reason: String) -> Int32 {
        tell("\(program) cannot be started: \(reason)")
        return Self.notStarted
    }

    private func tell(_ words: String) { FileHandle.standardError.write(Data("agent-host: \(words)\n".utf8)) }

    /// Of a script: the programs that its first line names.
    private func interpreters(_ path: String) -> [String] {
        guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 256) else {
            return []
        }
        let line = String(decoding: head, as: UTF8.self).prefix { !$0.isNewline }
        guard line.hasPrefix("#!") else { return [] }
        let words = line.dropFirst(2).split(separator: " ").map(String.init)
        guard let first = words.first else { return [] }
        guard first.hasSuffix("/env"), let name = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else {
            return [first]
        }
        let places = Self.searchPath.map { "\($0)/\(name)" }
        let found = places.first { place in access(place, X_OK) == 0 }
        return [first] + (found.map { [$0] } ?? [])
    }
}

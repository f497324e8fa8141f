import Foundation

/// Real mail servers of `Tests/Support/mail_house.py`, in a folder of their own. They end with this value, and with the
/// test's process.
package final class MailHouse: Sendable {
    /// Where they are and who may log in.
    package struct Places: Decodable, Sendable {
        package var folder: String
        /// PEM file of the authority behind the certificate of `localhost`.
        package var ca: String
        package var users: [String]
        package var password: String
        package var imap: Int
        package var imaps: Int
        package var lmtp: Int
        /// Another address of the servers, from which a user has few connections.
        package var far: String
        package var oauthUser: String
        package var oauthToken: String
        package var limitedUser: String
        package var smtp: Int?
        package var submission: Int?
    }

    package struct Refusal: Error, CustomStringConvertible {
        package var description: String
    }

    package let places: Places
    private let process: Process
    private let input = Pipe()
    private let output: LineReader
    private let turn = NSLock()

    /// - Parameter arguments: see the top of the script; `["--imap"]` = Dovecot and nothing else.
    package init(_ arguments: [String] = ["--imap"]) throws {
        // Servers lend root's folders to no one; `/tmp` can be entered by all.
        let folder = URL(filePath: "/tmp/payables-mail-\(UUID().uuidString.prefix(8))")
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/mail_house.py")
        let pipe = Pipe()
        output = LineReader(pipe.fileHandleForReading)
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // Whatever ends the tests, the servers' input ends with them, and then the folder goes.
        process.arguments =
            ["-c", "folder=$2; python3 \"$@\"; rm -rf \"$folder\"", "sh", script.path, folder.path] + arguments
        process.standardInput = input
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard let line = output.next() else { throw Refusal(description: "mail_house.py said nothing") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let places = try? decoder.decode(Places.self, from: line) else {
            throw Refusal(description: String(decoding: line, as: UTF8.self))
        }
        self.places = places
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Gives a command of the script, such as `bulk invoices INBOX 3`.
    @discardableResult
    package func tell(_ command: String) throws -> Reply {
        turn.lock()
        defer { turn.unlock() }
        try input.fileHandleForWriting.write(contentsOf: Data((command + "\n").utf8))
        guard let line = output.next() else { throw Refusal(description: "mail_house.py has ended") }
        let reply = try JSONDecoder().decode(Reply.self, from: line)
        if let error = reply.error { throw Refusal(description: "\(command): \(error)") }
        return reply
    }

    /// What a command may answer.
    package struct Reply: Decodable, Sendable {
        package struct Mail: Decodable, Sendable {
            package var uid: UInt32
            package var flags: [String]
        }

        package var error: String?
        package var count: Int?
        package var validity: UInt32?
        package var before: UInt32?
        package var after: UInt32?
        package var mails: [Mail]?
        package var token: String?
    }
}

/// Lines of a pipe, one reader at a time.
private final class LineReader: @unchecked Sendable {
    private let handle: FileHandle
    private var rest = Data()

    init(_ handle: FileHandle) { self.handle = handle }

    func next() -> Data? {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                defer { rest = Data(rest[(end + 1)...]) }
                return Data(rest[..<end])
            }
            let more = handle.availableData
            guard !more.isEmpty else { return nil }
            rest += more
        }
    }
}

import Foundation
import TestMailServers
import Testing

@testable import IMAP

/// One real server for all tests.
enum House {
    private static let opened = Result { try MailHouse() }

    static var shared: MailHouse { get throws { try opened.get() } }
}

/// Deadlines of tests whose server stays silent on purpose.
extension IMAPDeadlines {
    static let short = IMAPDeadlines(
        connect: .seconds(5), answer: .seconds(3), command: .seconds(6), transfer: .seconds(6), idle: .milliseconds(100)
    )
}

extension IMAPClient {
    /// Reaches this machine only.
    static let local = IMAPClient(allows: { $0.first == 127 || $0.count == 16 })

    /// Takes little, so that a flood is over soon.
    static let small = IMAPClient(
        allows: { $0.first == 127 }, limits: ResponseLimits(responses: 1000, bytes: 100_000))

    /// For whom any name leads to this machine.
    static let anyName = IMAPClient(allows: { $0.first == 127 }, resolver: HostResolver { _ in [[127, 0, 0, 1]] })
}

extension IMAPAccount {
    /// A user of the house.
    static func real(
        _ user: String = "invoices", security: Security = .tls, deadlines: IMAPDeadlines = IMAPDeadlines()
    ) throws -> IMAPAccount {
        let places = try House.shared.places
        return try IMAPAccount(
            host: "localhost", port: security == .tls ? places.imaps : places.imap, security: security,
            login: #require(IMAPLogin(user: user, password: places.password)), authorities: places.ca,
            deadlines: deadlines)
    }

    static func faulty(
        _ server: FaultyServer, security: Security = .plain, host: String = "127.0.0.1", authorities: String? = nil,
        deadlines: IMAPDeadlines = IMAPDeadlines()
    ) throws -> IMAPAccount {
        try IMAPAccount(
            host: host, port: server.port, security: security,
            login: #require(IMAPLogin(user: "anna", password: "secret")), authorities: authorities, deadlines: deadlines
        )
    }
}

/// A path in a folder that goes with its value.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "payables-imap-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String = "mail.eml") -> String { folder.appending(path: name).path }
}

/// The failure that `work` ends with.
func refusal(_ work: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) async throws
    -> IMAPFailure
{
    do {
        try await work()
        Issue.record("there was no failure", sourceLocation: sourceLocation)
        throw CancellationError()
    } catch let failure as IMAPFailure { return failure }
}

/// A made mail.
func mail(_ subject: String, bytes: Int = 0) -> [UInt8] {
    var text = "From: supplier@outside.example\r\nSubject: \(subject)\r\n\r\n"
    while text.utf8.count < bytes { text += String(repeating: "0123456789", count: 7) + "\r\n" }
    return Array(text.utf8)
}

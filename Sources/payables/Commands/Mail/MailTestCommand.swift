import ArgumentParser
import Foundation
import IMAP

extension MailCommand {
    /// `payables mail test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try every account: name, connection, TLS, login, folders, permission.",
            discussion: """
                Says at which layer it fails, and what to do. Nothing is changed in the mailboxes.

                Examples:
                  payables mail test --mail mail.json
                  payables mail test --mail mail.json --account invoices

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Option(help: "The mail file.", completion: .file()) var mail: String
        @Option(help: "Only this account.") var account: String?

        func run() async throws {
            let file = try MailFile(path: mail)
            let door = try IMAPDoor(file.accounts)
            if let account, file.accounts[account] == nil {
                throw CommandFailure(.usage, "There is no account \(account) in \(mail).")
            }
            var failed: [String] = []
            for (name, settings) in file.accounts.sorted(by: { $0.key < $1.key }) where account ?? name == name {
                if await !MailTrial(name: name, settings: settings, door: door).run() { failed.append(name) }
            }
            guard failed.isEmpty else {
                throw CommandFailure(.setup, "Not in order: \(failed.joined(separator: ", ")).")
            }
        }
    }
}

/// One account, layer by layer.
private struct MailTrial {
    let name: String
    let settings: MailAccount
    let door: IMAPDoor

    /// - Returns: Whether all is well.
    func run() async -> Bool {
        Console.answer("\(name): \(settings.host), port \(settings.port), \(settings.security.rawValue)")
        do throws(IMAPFailure) {
            let first = try await door.connection(name, login: false)
            say("name, connection\(settings.security == .plain ? "" : ", TLS and certificate")", "in order")
            await first.logout()
            let connection = try await door.connection(name, login: true)
            say("login", "in order")
            let offered = try await connection.capabilities()
            let wanted = ["IDLE", "CONDSTORE", "QRESYNC", "UIDPLUS", "MOVE"]
            let there = wanted.filter { offered.contains($0) }
            say(
                "the server offers",
                there.isEmpty ? "none of \(wanted.joined(separator: ", "))" : there.joined(separator: ", "))
            if !offered.contains("IDLE") { say("note", "without IDLE, mails are seen at the next look") }
            var isWell = true
            for folder in settings.folders { isWell = await look(folder, connection) && isWell }
            if let move = settings.mark.move { isWell = await glance(move, connection) && isWell }
            await connection.logout()
            return isWell
        } catch {
            say("FAILS at \(error.layer.rawValue)", error.problem)
            if let remark = error.remark { say("the server says", Printable.text(remark)) }
            return false
        }
    }

    private func look(_ folder: String, _ connection: IMAPConnection) async -> Bool {
        do throws(IMAPFailure) {
            let opened = try await connection.open(folder, readOnly: settings.mark.isNothing)
            say("folder \(folder)", "\(opened.exists) mails")
            guard settings.mark.isNothing || !opened.isReadOnly else {
                say("FAILS at permission", "marks are asked for, and the account may only read \(folder)")
                return false
            }
            if let keyword = settings.mark.keyword, !opened.permitsKeywords, !opened.permanentFlags.contains(keyword) {
                say("note", "the server keeps no keywords in \(folder); the mark \(keyword) will not be seen")
            }
            return true
        } catch { return await failed(folder, error, connection) }
    }

    private func glance(_ folder: String, _ connection: IMAPConnection) async -> Bool {
        do throws(IMAPFailure) {
            _ = try await connection.glance(at: folder)
            say("folder \(folder)", "in order")
            return true
        } catch { return await failed(folder, error, connection) }
    }

    /// With the folders that there are, so that nobody has to guess.
    private func failed(_ folder: String, _ failure: IMAPFailure, _ connection: IMAPConnection) async -> Bool {
        say("FAILS at \(failure.layer.rawValue)", "\(folder): \(failure.problem)")
        if failure.layer == .mailbox, let all = try? await connection.listMailboxes() {
            let names = all.filter(\.holdsMail).map { Printable.text($0.name) }.sorted().prefix(30)
            say("there are", names.joined(separator: ", "))
        }
        return false
    }

    private func say(_ what: String, _ words: String) { Console.answer("  \(what): \(words)") }
}

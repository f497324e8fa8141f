import ArgumentParser
import Foundation

/// Where a ledger in a database is.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger's database: postgresql://user@host/name. Environment: PAYABLES_LEDGER_URL.",
            discussion: "Put a password into PAYABLES_LEDGER_URL or ~/.pgpass: everybody can read a command line.",
            valueName: "url"))
    var url: String?

    static let variable = "PAYABLES_LEDGER_URL"

    func address() throws -> String {
        let given = url ?? ProcessInfo.processInfo.environment[Self.variable] ?? ""
        guard !given.isEmpty else {
            throw CommandFailure(
                .usage, "No ledger is named: give --url postgresql://user@host/name or set \(Self.variable).")
        }
        guard LedgerPlace.isDatabase(given) else {
            throw CommandFailure(.usage, "A ledger in a database is named as postgresql://user@host/name.")
        }
        if let url { try LedgerPlace.refusePassword(url, in: "--url") }
        return given
    }
}

/// Where bookings go.
enum LedgerPlace: Equatable {
    /// `nil` = `ledger.jsonl` in the data folder.
    case file(String?)
    case database(url: String)

    /// - Parameter option: As the command line gave it; `nil` = the environment's, or a file.
    init(_ option: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let given = option ?? environment[LedgerOptions.variable] ?? ""
        if given.isEmpty {
            self = .file(nil)
        } else if Self.isDatabase(given) {
            if option != nil { try Self.refusePassword(given, in: "--ledger") }
            self = .database(url: given)
        } else if given.hasPrefix("file:"), given.utf8.count > 5 {
            self = .file(String(given.dropFirst(5)))
        } else {
            throw CommandFailure(
                .usage, "--ledger and \(LedgerOptions.variable) must be postgresql://user@host/name or file:PATH.")
        }
    }

    static func isDatabase(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// A command line stands in the list of processes, for everybody on the machine.
    static func refusePassword(_ url: String, in option: String) throws {
        let authority = url.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" && $0 != "?" }
        let hasPassword = authority.lastIndex(of: "@").map { authority[..<$0].contains(":") } ?? false
        guard !hasPassword, !url.contains("password=") else {
            throw CommandFailure(
                .usage,
                "\(option) holds a password, which everybody on the machine could read: put it into "
                    + "\(LedgerOptions.variable) or ~/.pgpass.")
        }
    }
}

import ArgumentParser
import Foundation
import MasterFiles
import Orchestrator
import Reports

/// `payables memory`: what corrections taught, supplier by supplier.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Look at what is remembered of suppliers, lock it, take it back.",
        discussion: """
            Every correction, undo and lock is an entry with a version; nothing is ever deleted. Results name the version \
            that helped.
            """,
        subcommands: [List.self, Show.self, Lock.self, Unlock.self, Undo.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the suppliers that something is remembered of.",
            discussion: """
                Examples:
                  payables memory list --memory memory.jsonl
                  payables memory list --memory memory.jsonl --json | jq .[].supplier

                \(ExitStatus.help([.accepted, .usage, .noInput]))
                """)
        @Flag(help: "JSON instead of a table.") var json = false
        @OptionGroup var store: MemoryOptions

        func run() async throws {
            let book = try await store.state()
            if json {
                return Console.answer(
                    String(decoding: try JSONText.pretty(book.suppliers.map { Row($0, in: book) }), as: UTF8.self))
            }
            let table = TextTable(
                [
                    .init("supplier"), .init("name", least: 12), .init("in force", right: true),
                    .init("fields", least: 16),
                    .init("locked"), .init("last", right: true), .init("at"), .init("by"),
                ],
                rows: book.suppliers.map { supplier in
                    let row = Row(supplier, in: book)
                    return [
                        row.supplier, row.name ?? "", String(row.inForce.count), row.fields.joined(separator: ", "),
                        row.isLocked ? "yes" : "", String(row.version), row.at, row.by,
                    ]
                })
            Console.answer(
                table.text(width: Console.width(of: .standardOutput), style: Console.style(of: .standardOutput)))
        }

        private struct Row: Encodable {
            var supplier: String
            var name: String?
            /// Versions of the corrections in force.
            var inForce: [Int]
            var fields: [String]
            var isLocked: Bool
            var version: Int
            var at: String
            var by: String

            init(_ supplier: MemoryBook.Supplier, in book: MemoryBook) {
                let active = supplier.entries.filter { $0.kind == .correction && book.isInForce($0) }
                self.supplier = supplier.id
                name = supplier.name
                inForce = active.map(\.version)
                fields = Set(active.flatMap { $0.lessons ?? [] }.map(\.field.rawValue)).sorted()
                isLocked = supplier.isLocked
                version = supplier.entries.last?.version ?? 0
                at = supplier.entries.last?.at ?? ""
                by = supplier.entries.last?.by ?? ""
            }

            enum CodingKeys: String, CodingKey {
                case supplier, name, fields, version, at, by
                case inForce = "in_force"
                case isLocked = "locked"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all entries of a supplier: what was corrected, by whom, when, on which document.",
            discussion: """
                Examples:
                  payables memory show S1 --memory memory.jsonl
                  payables memory show S1 --memory memory.jsonl --json

                \(ExitStatus.help([.accepted, .usage, .noInput]))
                """)
        @Argument(help: "The supplier, as `payables memory list` names it.") var supplier: String
        @Flag(help: "JSON instead of a table.") var json = false
        @OptionGroup var store: MemoryOptions

        func run() async throws {
            let book = try await store.state()
            let found = try MemoryOptions.told { () throws(MemoryError) in try book.supplier(supplier) }
            if json { return Console.answer(String(decoding: try JSONText.pretty(found.entries), as: UTF8.self)) }
            let rows = found.entries.flatMap { entry in
                entry.changes?.map { Self.row(entry, book, $0) } ?? [Self.row(entry, book, nil)]
            }
            let table = TextTable(
                [
                    .init("version", right: true), .init("what", least: 10), .init("field"), .init("before", least: 8),
                    .init("after", least: 8), .init("label", least: 8), .init("document", least: 10), .init("by"),
                    .init("at"),
                ], rows: rows)
            Console.answer(
                "\(found.id) \(TextWidth.oneLine(found.name ?? ""))\(found.isLocked ? " (locked)" : "")\n\n"
                    + table.text(width: Console.width(of: .standardOutput), style: Console.style(of: .standardOutput)))
        }

        private static func row(_ entry: MemoryEntry, _ book: MemoryBook, _ change: MemoryEntry.Change?) -> [String] {
            let what = entry.undoes.map { "undo of \($0)" } ?? entry.kind.rawValue
            let anchor = entry.lessons?.first { $0.field == change?.field }?.place?.anchors.first
            return [
                String(entry.version), book.isInForce(entry) ? what : what + " (undone)", change?.field.rawValue ?? "",
                change?.old ?? "", change?.new ?? "", anchor.map { "\($0.stance.rawValue) \($0.words)" } ?? "",
                entry.document.map { "\($0.name) \($0.sha256.prefix(8))" } ?? "", entry.by, entry.at,
            ]
        }
    }

    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take no more corrections for a supplier.",
            discussion: """
                Example:
                  payables memory lock S1 --memory memory.jsonl

                \(ExitStatus.help([.accepted, .usage, .noInput]))
                """)
        @Argument(help: "The supplier, as `payables memory list` names it.") var supplier: String
        @Option(help: "Who locks; default the user of this session.") var by: String?
        @OptionGroup var store: MemoryOptions

        func run() async throws {
            let (supplier, author) = (supplier, MemoryOptions.author(by))
            let entry = try await store.change { book throws(MemoryError) in
                try book.lock(true, supplier: supplier, by: author)
            }
            Console.tell("\(entry.supplier) is locked (version \(entry.version)).")
        }
    }

    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take corrections for a supplier again.",
            discussion: """
                Example:
                  payables memory unlock S1 --memory memory.jsonl

                \(ExitStatus.help([.accepted, .usage, .noInput]))
                """)
        @Argument(help: "The supplier, as `payables memory list` names it.") var supplier: String
        @Option(help: "Who unlocks; default the user of this session.") var by: String?
        @OptionGroup var store: MemoryOptions

        func run() async throws {
            let (supplier, author) = (supplier, MemoryOptions.author(by))
            let entry = try await store.change { book throws(MemoryError) in
                try book.lock(false, supplier: supplier, by: author)
            }
            Console.tell("\(entry.supplier) takes corrections again (version \(entry.version)).")
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back a supplier's last correction, or any one by its version.",
            discussion: """
                The undo is an entry of its own; undoing it brings the correction back.

                Examples:
                  payables memory undo S1 --memory memory.jsonl
                  payables memory undo --version 7 --memory memory.jsonl

                \(ExitStatus.help([.accepted, .usage, .noInput]))
                """)
        @Argument(help: "The supplier whose last correction is taken back.") var supplier: String?
        @Option(help: "The version to be taken back.") var version: Int?
        @Option(help: "Who takes it back; default the user of this session.") var by: String?
        @OptionGroup var store: MemoryOptions

        func run() async throws {
            guard (supplier == nil) != (version == nil) else {
                throw CommandFailure(.usage, "Name a supplier, or a version with --version.")
            }
            let (supplier, version, author) = (supplier, version, MemoryOptions.author(by))
            let entry = try await store.change { book throws(MemoryError) in
                try book.undo(version, supplier: supplier, by: author)
            }
            Console.tell("Version \(entry.undoes ?? 0) of \(entry.supplier) is taken back (version \(entry.version)).")
        }
    }
}

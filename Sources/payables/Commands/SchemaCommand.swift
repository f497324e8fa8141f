import ArgumentParser
import Extractors
import Foundation
import Reports

/// `payables schema`: the document types of this installation.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Check and show the document types.",
        discussion: """
            A document type is a file NAME.schema.json: JSON Schema 2020-12 with an `x-extract` part that says how each \
            field is found. A new field or type is a change there, not in the program.
            """,
        subcommands: [Check.self, Show.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every document type and name all faults.",
            discussion: """
                Examples:
                  payables schema check
                  payables schema check --schemas my-schemas

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput, .setup]))
                """)
        @OptionGroup var options: SettingsOptions

        func run() throws {
            let folder = try SchemaFolder(options.resolved()).url
            let files = try schemaFiles(in: folder)
            var faults: [String] = []
            for file in files {
                do throws(SchemaError) {
                    let schema = try SchemaLoader(folder: folder).schema(file: file)
                    let kind = schema.map { "document type \($0.identifier), \($0.fields.count) fields" }
                    Console.answer("\(file): \(kind ?? "no document type (has no x-extract)")")
                } catch {
                    faults += error.faults.map { "\(file): \($0)" }
                }
            }
            guard faults.isEmpty else {
                throw CommandFailure(
                    .fell, "Faults in the document types:\n" + faults.map { "  - \($0)" }.joined(separator: "\n"))
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the fields of a document type.",
            discussion: """
                Without a name the types are listed.

                Examples:
                  payables schema show
                  payables schema show invoice

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Argument(help: "The type's name: invoice.") var name: String?
        @OptionGroup var options: SettingsOptions

        func run() throws {
            let schemas = try loaded(from: SchemaFolder(options.resolved()).url)
            guard let name else {
                Console.answer(Self.list(schemas).text(width: Console.width(of: .standardOutput)))
                return
            }
            guard let schema = schemas.first(where: { $0.name == name || $0.identifier == name }) else {
                let known = schemas.map(\.name).joined(separator: ", ")
                throw CommandFailure(.usage, "There is no document type \(name). There are: \(known).")
            }
            Console.answer(Self.text(schema))
        }

        private static func list(_ schemas: [ExtractionSchema]) -> TextTable {
            TextTable(
                [
                    .init("type"), .init("fields", right: true), .init("columns", right: true),
                    .init("titles", least: 20),
                ],
                rows: schemas.map {
                    [
                        $0.identifier, String($0.fields.count), String($0.columns.count),
                        $0.titles.joined(separator: ", "),
                    ]
                })
        }

        private static func text(_ schema: ExtractionSchema) -> String {
            let parts = [
                ("Fields", schema.fields), ("Line items", schema.columns), ("Tax breakdown", schema.taxColumns),
            ]
            let width = Console.width(of: .standardOutput)
            let style = Console.style(of: .standardOutput)
            let tables = parts.filter { !$0.1.isEmpty }.map { title, rules in
                "\n\(style.strong(title))\n" + table(rules).text(width: width, style: style)
            }
            return schema.identifier + "\n" + tables.joined()
        }

        private static func table(_ rules: [FieldRule]) -> TextTable {
            TextTable(
                [.init("name"), .init("type"), .init("required"), .init("labels", least: 24)],
                rows: rules.map { rule in
                    [
                        rule.name.rawValue, rule.type.rawValue, rule.isRequired ? "yes" : "",
                        rule.labels.joined(separator: ", "),
                    ]
                })
        }
    }
}

private func schemaFiles(in folder: URL) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let files = names.filter { $0.hasSuffix(".schema.json") }.sorted()
    guard !files.isEmpty else { throw CommandFailure(.noInput, "There is no *.schema.json in \(folder.path).") }
    return files
}

private func loaded(from folder: URL) throws -> [ExtractionSchema] {
    _ = try schemaFiles(in: folder)
    do {
        return try SchemaLoader(folder: folder).all()
    } catch let error as SchemaError {
        throw CommandFailure(.setup, "\(error.description). `payables schema check` names every fault.")
    }
}

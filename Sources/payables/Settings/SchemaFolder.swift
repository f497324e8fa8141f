import Foundation

/// Where the document types are: what the settings name, else `share/payables/schemas` beside the program's `bin`, else
/// `schemas` of the checkout that holds the program.
struct SchemaFolder: Sendable, Equatable {
    var url: URL

    private static let mark = "invoice.schema.json"

    /// - Throws: ``CommandFailure`` that says where it was looked for.
    init(_ settings: Settings, executable: URL = SchemaFolder.program) throws {
        if let named = settings.schemas {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: named, isDirectory: &isFolder), isFolder.boolValue else {
                throw CommandFailure(.noInput, "The folder of the document types, \(named), does not exist.")
            }
            url = URL(filePath: named)
            return
        }
        let folder = executable.deletingLastPathComponent()
        var places = [folder.deletingLastPathComponent().appending(path: "share/payables/schemas")]
        var above = folder
        while above.path != "/", !above.path.isEmpty {
            places.append(above.appending(path: "schemas"))
            above = above.deletingLastPathComponent()
        }
        guard
            let found = places.first(where: {
                FileManager.default.fileExists(atPath: $0.appending(path: Self.mark).path)
            })
        else {
            throw CommandFailure(
                .setup,
                "The document types were not found: no \(Self.mark) in \(places[0].path), nor in a folder `schemas` "
                    + "above \(folder.path). Name their folder with --schemas or PAYABLES_SCHEMAS.")
        }
        url = found
    }

    /// The running program, with links resolved.
    static var program: URL {
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: path)
    }
}

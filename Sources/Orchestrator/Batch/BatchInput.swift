package import Foundation

/// What a batch found in its folder.
package struct BatchInput: Sendable, Hashable {
    package struct Document: Hashable, Sendable {
        /// Path below the folder, with `/`; also the order of the batch.
        package var name: String
        package var url: URL

        package init(name: String, url: URL) {
            self.name = name
            self.url = url
        }
    }

    package struct Ignored: Hashable, Sendable, Codable {
        package var name: String
        package var reason: String
    }

    /// By name, byte by byte.
    package var documents: [Document]
    package var ignored: [Ignored]

    package init(documents: [Document], ignored: [Ignored] = []) {
        self.documents = documents.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.ignored = ignored.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Everything below `folder` that can be a document; whether it is one, its bytes tell.
    /// - Parameter besides: A folder to leave out: the batch's own output when it stands inside.
    /// - Throws: ``BatchError`` when the folder can't be read.
    package init(folder: URL, besides output: URL? = nil) throws(BatchError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw BatchError("\(folder.path) is no folder; give the folder that holds the documents")
        }
        let root = folder.resolvingSymlinksInPath().standardizedFileURL
        let skipped = output?.resolvingSymlinksInPath().standardizedFileURL.path
        var documents: [Document] = []
        var ignored: [Ignored] = []
        Self.walk(root, prefix: "", skipped: skipped, into: &documents, &ignored)
        self.init(documents: documents, ignored: ignored)
    }

    private static func walk(
        _ folder: URL, prefix: String, skipped: String?, into documents: inout [Document], _ ignored: inout [Ignored]
    ) {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            ignored.append(Ignored(name: prefix, reason: "the folder could not be read"))
            return
        }
        for entry in entries {
            let url = folder.appending(path: entry)
            let name = prefix + entry
            if url.path == skipped { continue }
            if entry.hasPrefix(".") {
                ignored.append(Ignored(name: name, reason: "hidden"))
                continue
            }
            // Links could lead out of the folder, or in circles.
            switch (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType {
            case .typeDirectory: walk(url, prefix: name + "/", skipped: skipped, into: &documents, &ignored)
            case .typeRegular where endings.contains(url.pathExtension.lowercased()):
                documents.append(Document(name: name, url: url))
            case .typeRegular: ignored.append(Ignored(name: name, reason: "not a kind of document that is read"))
            case .typeSymbolicLink: ignored.append(Ignored(name: name, reason: "a link"))
            default: ignored.append(Ignored(name: name, reason: "not a file"))
            }
        }
    }

    private static let endings: Set<String> = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "xml"]
}

/// Why a batch could not be begun, or not go on.
package struct BatchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}

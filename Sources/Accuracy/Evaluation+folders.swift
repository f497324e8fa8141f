package import Foundation

/// Why a corpus could not be scored.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}

extension Evaluation {
    private static let ending = ".truth.json"

    /// Holds every `NAME.truth.json` below `truths` against `NAME.json` below `predictions`.
    /// - Throws: ``EvaluationError`` when there is no truth, or one that cannot be read.
    package init(truths: URL, predictions: URL, recursive: Bool) throws {
        self.init()
        for name in try Self.names(in: truths, recursive: recursive) {
            let file = truths.appending(path: name + Self.ending)
            guard let bytes = try? Data(contentsOf: file), let truth = JSONValue(json: bytes), case .object = truth
            else { throw EvaluationError(description: "The truth file \(file.path) cannot be read as a JSON object.") }
            let prediction = try? Data(contentsOf: predictions.appending(path: name + ".json"))
            add(name, truth: truth, prediction: prediction.flatMap(JSONValue.init(json:)))
        }
        guard !documents.isEmpty else {
            throw EvaluationError(description: "There is no *.truth.json in \(truths.path).")
        }
    }

    /// Paths without ending: the files of a folder by name, then its folders by name.
    private static func names(in folder: URL, recursive: Bool) throws -> [String] {
        let entries = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey]
        ).sorted { $0.lastPathComponent.unicodeScalars.lexicographicallyPrecedes($1.lastPathComponent.unicodeScalars) }
        var found: [String] = []
        var folders: [URL] = []
        for entry in entries {
            if (try? entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true {
                folders.append(entry)
            } else if entry.lastPathComponent.hasSuffix(ending) {
                found.append(String(entry.lastPathComponent.dropLast(ending.count)))
            }
        }
        guard recursive else { return found }
        for inner in folders {
            found += try names(in: inner, recursive: true).map { inner.lastPathComponent + "/" + $0 }
        }
        return found
    }
}

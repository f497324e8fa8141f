package import Pipeline

/// Which result file belongs to which document: `a/scan.pdf` → `a/scan.json`; where two documents of a folder have
/// one stem, `a/scan.pdf.json`. Documents of one file: `a/scan.1.json`, `a/scan.2.json`.
package struct ResultNames: Hashable, Sendable {
    private let paths: [String: String]
    private let taken: Set<String>

    package init(_ names: [String]) {
        var paths = Dictionary(names.map { ($0, Self.stem($0) + ".json") }) { first, _ in first }
        // A document may be called like another one's long result ("scan.pdf.tiff"), so look again until all differ.
        var isSettled = false
        while !isSettled {
            isSettled = true
            let groups = Dictionary(grouping: paths.keys) { paths[$0] ?? "" }
            for group in groups.values where group.count > 1 {
                for name in group where paths[name] != name + ".json" {
                    paths[name] = name + ".json"
                    isSettled = false
                }
            }
        }
        self.paths = paths
        taken = Set(paths.values)
    }

    package subscript(name: String) -> String { paths[name] ?? name + ".json" }

    /// Of one of several documents in a file. Where another document has such a name already, the file's whole name comes
    /// first: `a/scan.pdf.1.json`.
    package subscript(name: String, part: FilePart) -> String {
        let usual = String(self[name].dropLast(Self.ending.count))
        var stem = usual
        func isFree(_ stem: String) -> Bool {
            (stem == usual || !taken.contains(stem + Self.ending))
                && !(1...part.count).contains { taken.contains("\(stem).\($0)\(Self.ending)") }
        }
        if !isFree(stem) { stem = name }
        while !isFree(stem) { stem += "#" }
        return "\(stem).\(part.number)\(Self.ending)"
    }

    private static let ending = ".json"

    private static func stem(_ name: String) -> String {
        let start = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let point = name[start...].lastIndex(of: "."), point > start else { return name }
        return String(name[..<point])
    }
}

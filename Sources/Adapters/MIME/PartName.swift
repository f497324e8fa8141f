import Correspondence
import Foundation

/// What a part is called, fit to be shown and to be a file's name.
enum PartName {
    /// - Returns: `nil` where nothing is left.
    static func cleaned(_ name: String?, limit: Int) -> String? {
        guard let name else { return nil }
        // Names in encoded words where the standard wants another way: every mailer reads them.
        let decoded = name.contains("=?") ? EncodedWords.decoded(name) : name
        // A sender may write megabytes; what counts stands at the end.
        let last = decoded.suffix(2_000).split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var clean = String.UnicodeScalarView()
        for scalar in last.precomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: continue
            case .spaceSeparator: clean.append(" ")
            default: clean.append(scalar)
            }
        }
        // Windows drops blanks and points at the end, so `invoice.exe.` is a program.
        let bare = String(clean).trimmedBlanks.reversed().drop { $0 == "." || $0 == " " }.reversed()
        return bare.isEmpty ? nil : shortened(String(bare), limit)
    }

    /// What stands behind the last point, in lower case; empty where there is none.
    static func ending(_ name: String?) -> String {
        guard let name, let point = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: point)...].lowercased()
    }

    /// Keeps the ending, which says what it is.
    private static func shortened(_ name: String, _ limit: Int) -> String {
        guard name.utf8.count > limit else { return name }
        let ending = ending(name)
        guard !ending.isEmpty, ending.utf8.count <= 16 else { return name.cut(toBytes: limit) }
        return name.cut(toBytes: limit - ending.utf8.count - 1) + "." + name.suffix(ending.count)
    }
}

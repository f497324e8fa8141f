import Foundation

/// What tells from outside whether a file is as it was: size and time of the last change.
struct FileLook: Hashable {
    private let text: String

    init(path: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        text = "\(attributes?[.size] ?? "") \(attributes?[.modificationDate] ?? "")"
    }
}

package import Foundation

/// Folders of the checkout that tests read from.
package enum Repository {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    package static let fixtures = root.appending(path: "fixtures")
    package static let schemas = root.appending(path: "schemas")
}

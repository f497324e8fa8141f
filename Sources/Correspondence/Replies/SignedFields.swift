import Foundation

/// What a MAC is made over. Each field stands behind its length, so no two lists of fields have the same bytes.
struct SignedFields {
    private(set) var bytes = Data()

    /// - Parameter label: What is signed: one key signs several kinds of things, and none passes for another.
    init(_ label: String) { add(label) }

    mutating func add(_ text: String) { add(Data(text.utf8)) }

    mutating func add(_ number: Int64) {
        add(withUnsafeBytes(of: number.bigEndian) { Data($0) })
    }

    mutating func add(_ field: Data) {
        withUnsafeBytes(of: UInt64(field.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(field)
    }
}

import CArchive
import Foundation

/// A zip file, read from its beginning to its end. Owns one libarchive reader; the bytes have to outlive it.
struct ZipArchive: ~Copyable {
    /// A file in it.
    struct Entry {
        /// As written, folders included; `nil` = not to be read in any charset.
        var name: String?
        var isEncrypted: Bool

        /// What file managers write beside the files, and nobody means to send.
        var isOfSystem: Bool {
            guard let name else { return false }
            let last = name.split(separator: "/").last ?? ""
            return name.hasPrefix("__MACOSX/") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(last)
        }
    }

    /// What came of reading a file.
    enum Content {
        case bytes(Data)
        /// More bytes than allowed.
        case tooLong
        case damaged(after: Int)
    }

    private let handle: OpaquePointer
    private var entry: OpaquePointer?
    /// Whether it ended for a fault rather than behind its last file.
    private(set) var isDamaged = false

    /// - Returns: `nil` when no zip can be seen in the bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        _ = Self.locale
        guard let handle = archive_read_new() else { return nil }
        archive_read_support_format_zip_seekable(handle)
        archive_read_set_option(handle, "zip", "hdrcharset", "CP437")
        guard archive_read_open_memory(handle, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
            archive_read_free(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { archive_read_free(handle) }

    /// libarchive converts names into the charset of the locale.
    private static let locale: Void = { _ = setlocale(LC_CTYPE, "C.UTF-8") }()

    /// The next file; folders, links and the like are passed over.
    mutating func next() -> Entry? {
        while true {
            let result = archive_read_next_header(handle, &entry)
            guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry else {
                isDamaged = result != ARCHIVE_EOF
                return nil
            }
            guard archive_shim_is_file(entry) != 0 else { continue }
            let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            return Entry(
                name: name.map { String(cString: $0) }, isEncrypted: archive_entry_is_encrypted(entry) != 0)
        }
    }

    /// Of the file that ``next()`` came to.
    /// - Parameter most: Bytes after which it stops.
    mutating func content(most: Int) -> Content {
        var bytes = Data()
        // What the archive says of the size is a stranger's word: good for making room, and for nothing else.
        if let entry, archive_entry_size_is_set(entry) != 0 {
            bytes.reserveCapacity(max(0, min(Int(clamping: archive_entry_size(entry)), most)))
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = archive_read_data(handle, &chunk, chunk.count)
            guard count >= 0 else { return .damaged(after: bytes.count) }
            guard count > 0 else { return .bytes(bytes) }
            guard bytes.count + count <= most else { return .tooLong }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}

import CGMime
import Foundation

/// GMime, begun once for the whole process.
enum GMime {
    private static let started: Void = {
        g_mime_init()
        // A stranger's head without a charset is UTF-8, or else what Windows writes.
        let names: [String] = ["utf-8", "windows-1252"]
        var charsets: [UnsafePointer<CChar>?] = names.map { UnsafePointer(strdup($0)) } + [nil]
        g_mime_parser_options_set_fallback_charsets(g_mime_parser_options_get_default(), &charsets)
        // It has copied them.
        for name in charsets { free(UnsafeMutablePointer(mutating: name)) }
    }()

    static func start() { _ = started }

    static func sha256(_ bytes: Data) -> String {
        bytes.withUnsafeBytes { bytes in
            let sum = g_checksum_new(G_CHECKSUM_SHA256)
            defer { g_checksum_free(sum) }
            g_checksum_update(sum, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
            return String(cString: g_checksum_get_string(sum))
        }
    }
}

/// A mail as GMime has taken it apart: the tree refers to the raw bytes, which have to outlive it.
struct ParsedMail: ~Copyable {
    private let message: UnsafeMutablePointer<GMimeMessage>
    private let stream: UnsafeMutablePointer<GMimeStream>
    private let array: UnsafeMutablePointer<GByteArray>

    /// Looks at `bytes` for as long as `body` runs.
    /// - Parameter body: Gets `nil` where the bytes are no mail.
    static func with<Result>(_ bytes: Data, _ body: (MailNode?) throws -> Result) rethrows -> Result {
        GMime.start()
        return try bytes.withUnsafeBytes { bytes in
            guard let mail = ParsedMail(bytes) else { return try body(nil) }
            return try body(mail.root)
        }
    }

    private init?(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty, bytes.count < UInt32.max else { return nil }
        let array = g_byte_array_new()!
        array.pointee.data = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        array.pointee.len = guint(bytes.count)
        let stream = mail_stream(array)!
        let parser = g_mime_parser_new_with_stream(stream)
        defer { g_object_unref(parser) }
        g_mime_parser_set_persist_stream(parser, 1)
        guard let message = g_mime_parser_construct_message(parser, nil) else {
            Self.release(stream, array)
            return nil
        }
        (self.message, self.stream, self.array) = (message, stream, array)
    }

    deinit {
        g_object_unref(message)
        Self.release(stream, array)
    }

    private static func release(
        _ stream: UnsafeMutablePointer<GMimeStream>, _ array: UnsafeMutablePointer<GByteArray>
    ) {
        g_object_unref(stream)
        // The bytes are the caller's, so only the array itself is given back.
        array.pointee.data = nil
        array.pointee.len = 0
        g_byte_array_free(array, 1)
    }

    private var root: MailNode? { mail_root(message).map(MailNode.init) }
}

/// A place in the tree of a ``ParsedMail``; not to be kept longer than that.
struct MailNode {
    enum Form { case multipart, message, leaf, other }
    private let object: UnsafeMutablePointer<GMimeObject>

    fileprivate init(_ object: UnsafeMutablePointer<GMimeObject>) { self.object = object }

    var form: Form {
        if mail_is_multipart(object) != 0 { return .multipart }
        if mail_is_message(object) != 0 { return .message }
        return mail_is_leaf(object) != 0 ? .leaf : .other
    }

    /// As declared, in lower case: `application/pdf`.
    var type: String {
        guard let type = g_mime_object_get_content_type(object), let text = g_mime_content_type_get_mime_type(type)
        else { return "application/octet-stream" }
        defer { g_free(text) }
        return String(cString: text).lowercased().withoutControls
    }

    var childCount: Int { Int(mail_child_count(object)) }

    func child(_ index: Int) -> MailNode? { mail_child(object, Int32(index)).map(MailNode.init) }

    /// The content of the mail that lies in a message part.
    var innerRoot: MailNode? { mail_message(object).flatMap(mail_root_of).map(MailNode.init) }

    func parameter(_ name: String) -> String? {
        g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
    }

    /// `inline`, `attachment`; lower case.
    var disposition: String? { g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() } }

    /// Without its angle brackets.
    var contentID: String? { g_mime_object_get_content_id(object).map { String(cString: $0) } }

    /// As the sender wrote it, decoded and not cleaned.
    var fileName: String? {
        let name =
            mail_is_leaf(object) != 0
            ? mail_file_name(object)
            : g_mime_object_get_content_disposition_parameter(object, "filename")
                ?? g_mime_object_get_content_type_parameter(object, "name")
        return name.map { String(cString: $0) }
    }

    /// Decoded; of a message part, the mail in it.
    var content: Data {
        if form == .message {
            return mail_message(object).map { message in
                Self.bytes { g_mime_object_write_to_stream(message, nil, $0) }
            } ?? Data()
        }
        guard form == .leaf, let content = mail_content(object) else { return Data() }
        return Self.bytes { g_mime_data_wrapper_write_to_stream(content, $0) }
    }

    private static func bytes(_ write: (UnsafeMutablePointer<GMimeStream>) -> Int) -> Data {
        let array = g_byte_array_new()!
        let stream = mail_stream(array)!
        _ = write(stream)
        g_object_unref(stream)
        let count = Int(array.pointee.len)
        guard let bytes = g_byte_array_free(array, 0), count > 0 else { return Data() }
        // Memory of GLib is memory of `malloc`, since GLib 2.46.
        return Data(bytesNoCopy: bytes, count: count, deallocator: .free)
    }
}

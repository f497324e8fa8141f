import CPoppler
import Foundation
import Pipeline

/// An open PDF. Owns one Poppler document, which is not thread-safe: it can neither be copied nor shared.
struct PDFDocument: ~Copyable {
    private let handle: OpaquePointer

    /// Tries no password first, then each of `passwords`. A file that has only an owner's password opens with none.
    /// - Throws: `.encrypted` when no password fits, `.damaged` with what to do.
    init(bytes: PDFBytes, passwords: [String]) throws(ReadFailure) {
        let data = bytes.bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(data) }
        for password in [nil] + passwords.map(Optional.some) {
            var error: UnsafeMutablePointer<GError>?
            if let handle = PDFDocument.open(data, password, &error) {
                self.handle = handle
                return
            }
            let isEncrypted =
                error?.pointee.domain == poppler_error_quark()
                && error?.pointee.code == gint(POPPLER_ERROR_ENCRYPTED.rawValue)
            if let error { g_error_free(error) }
            guard isEncrypted else {
                throw ReadFailure(
                    .damaged, "the PDF is damaged: its structure cannot be read; ask the sender for a new copy")
            }
        }
        throw ReadFailure(
            .encrypted,
            passwords.isEmpty
                ? "the PDF is encrypted and needs a password to be opened; ask the sender for an open copy, or set one"
                : "the PDF is encrypted and none of the \(passwords.count) passwords that are set opens it")
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// Poppler 22.12 reads freed memory in `poppler_document_new_from_bytes` (and `_from_data`) when a password is
    /// wrong; opening from a stream does not.
    private static func open(
        _ data: OpaquePointer?, _ password: String?, _ error: inout UnsafeMutablePointer<GError>?
    ) -> OpaquePointer? {
        guard let password else { return poppler_document_new_from_bytes(data, nil, &error) }
        guard let stream = g_memory_input_stream_new_from_bytes(data) else { return nil }
        defer { g_object_unref(stream) }
        return poppler_document_new_from_stream(stream, goffset(g_bytes_get_size(data)), password, nil, &error)
    }

    var pageCount: Int { Int(poppler_document_get_n_pages(handle)) }

    /// - Parameter number: Counted from 1.
    /// - Throws: `.damaged` when the document has no such page or its object cannot be read.
    func page(_ number: Int) throws(ReadFailure) -> PDFPage {
        guard number >= 1, number <= pageCount, let page = poppler_document_get_page(handle, gint(number - 1)) else {
            throw ReadFailure(.damaged, "page \(number) is damaged: it cannot be opened")
        }
        return PDFPage(handle: page, number: number)
    }

    /// What the information dictionary states, under the names PDF gives it; dates as ISO 8601.
    var metadata: [String: String] {
        var found: [String: String] = [:]
        found["Title"] = text(poppler_document_get_title(handle))
        found["Author"] = text(poppler_document_get_author(handle))
        found["Subject"] = text(poppler_document_get_subject(handle))
        found["Keywords"] = text(poppler_document_get_keywords(handle))
        found["Creator"] = text(poppler_document_get_creator(handle))
        found["Producer"] = text(poppler_document_get_producer(handle))
        found["PDFVersion"] = text(poppler_document_get_pdf_version_string(handle))
        found["CreationDate"] = date(poppler_document_get_creation_date_time(handle))
        found["ModDate"] = date(poppler_document_get_modification_date_time(handle))
        return found
    }

    /// Hands each embedded file to `body`; the pointer is valid only there.
    func forEachAttachment(_ body: (UnsafeMutablePointer<PopplerAttachment>) -> Void) {
        guard poppler_document_has_attachments(handle) != 0 else { return }
        let list = poppler_document_get_attachments(handle)
        defer { g_list_free(list) }
        var node = list
        while let current = node {
            if let data = current.pointee.data {
                body(data.assumingMemoryBound(to: PopplerAttachment.self))
                g_object_unref(data)
            }
            node = current.pointee.next
        }
    }

    private func text(_ value: UnsafeMutablePointer<gchar>?) -> String? {
        guard let value else { return nil }
        defer { g_free(value) }
        let text = String(cString: value).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : String(text.prefix(1000))
    }

    private func date(_ value: OpaquePointer?) -> String? {
        guard let value else { return nil }
        defer { g_date_time_unref(value) }
        return text(g_date_time_format_iso8601(value))
    }
}

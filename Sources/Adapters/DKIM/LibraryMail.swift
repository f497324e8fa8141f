import CDKIM

/// A mail on its way through libopendkim: its headers, their end, its body, its end. The library asks nobody but a
/// ``KeyRing``, and judges every signature rather than the first that passes.
struct LibraryMail: ~Copyable {
    private let library: OpaquePointer
    private let handle: OpaquePointer
    /// The library holds a pointer to it.
    private let keys: KeyRing

    /// - Returns: `nil` when there is no memory.
    init?(_ keys: KeyRing) {
        guard let library = dkim_init(nil, nil) else { return nil }
        _ = dkim_set_key_lookup(library, KeyRing.lookup)
        _ = dkim_set_final(library) { mail, signatures, count in
            for number in 0..<Int(count) { _ = dkim_sig_process(mail, signatures?[number]) }
            return DKIM_CBSTAT_CONTINUE
        }
        var status = DKIM_STAT_OK
        guard let handle = dkim_verify(library, Array("mail".utf8) + [0], nil, &status) else {
            dkim_close(library)
            return nil
        }
        self.library = library
        self.handle = handle
        self.keys = keys
        _ = dkim_set_user_context(handle, Unmanaged.passUnretained(keys).toOpaque())
    }

    deinit {
        _ = dkim_free(handle)
        dkim_close(library)
    }

    /// - Parameter field: Without the line break at its end.
    /// - Returns: Whether the library takes it. Of a signature that it does not take nothing more is heard.
    func take(header field: [UInt8]) -> Bool {
        field.withUnsafeBufferPointer {
            dkim_header(handle, UnsafeMutablePointer(mutating: $0.baseAddress), $0.count) == DKIM_STAT_OK
        }
    }

    func endHeader() { _ = dkim_eoh(handle) }

    func take(body piece: [UInt8]) {
        guard !piece.isEmpty else { return }
        piece.withUnsafeBufferPointer {
            _ = dkim_body(handle, UnsafeMutablePointer(mutating: $0.baseAddress), $0.count)
        }
    }

    func end() {
        var isTest = false
        _ = dkim_eom(handle, &isTest)
    }

    /// Those that it took, in the order of the mail.
    func signatures<Value>(_ read: (borrowing LibrarySignature) -> Value) -> [Value] {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        var count: Int32 = 0
        guard dkim_getsiglist(handle, &list, &count) == DKIM_STAT_OK, let list else { return [] }
        return (0..<Int(count)).compactMap { list[$0] }.map { read(LibrarySignature(mail: handle, handle: $0)) }
    }
}

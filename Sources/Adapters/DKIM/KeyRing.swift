import CDKIM

/// The key records of one mail, by the names under which the library asks for them.
final class KeyRing {
    private let records: [KeyName: [CChar]]

    init(_ keys: [KeyName: String]) {
        records = keys.mapValues { $0.utf8CString.map(\.self) }
    }

    /// Called by the library instead of asking the DNS. What is not here does not exist.
    static let lookup:
        @convention(c) (OpaquePointer?, OpaquePointer?, UnsafeMutablePointer<u_char>?, Int) -> DKIM_CBSTAT =
            { mail, signature, buffer, size in
                guard let context = dkim_get_user_context(mail), let buffer,
                    let selector = dkim_sig_getselector(signature),
                    let domain = dkim_sig_getdomain(signature)
                else { return DKIM_CBSTAT_NOTFOUND }
                let ring = Unmanaged<KeyRing>.fromOpaque(context).takeUnretainedValue()
                guard let name = KeyName(selector: String(cString: selector), domain: String(cString: domain)),
                    let record = ring.records[name], record.count <= size
                else { return DKIM_CBSTAT_NOTFOUND }
                for (place, byte) in record.enumerated() { buffer[place] = u_char(bitPattern: byte) }
                return DKIM_CBSTAT_CONTINUE
            }
}

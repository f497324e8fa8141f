import CDKIM

/// The key records of one mail, by the names under which the library asks for them.
final class KeyRing {
    private let records: [String: [CChar]]

    init(_ keys: [KeyName: String]) {
        records = Dictionary(uniqueKeysWithValues: keys.map { ($0.key.description, $0.value.utf8CString.map(\.self)) })
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
                let name = "\(String(cString: selector))._domainkey.\(String(cString: domain))".lowercased()
                guard let record = ring.records[name], record.count <= size else { return DKIM_CBSTAT_NOTFOUND }
                for (place, byte) in record.enumerated() { buffer[place] = u_char(bitPattern: byte) }
                return DKIM_CBSTAT_CONTINUE
            }
}

import CDKIM

/// A signature as the library has judged it. It cannot leave the call that its ``LibraryMail`` gives it to.
struct LibrarySignature: ~Copyable {
    let mail: OpaquePointer
    let handle: OpaquePointer

    /// As the library reads it.
    var key: KeyName? {
        guard let selector = dkim_sig_getselector(handle), let domain = dkim_sig_getdomain(handle) else { return nil }
        return KeyName(selector: String(cString: selector), domain: String(cString: domain))
    }

    /// Bytes of the body after canonicalization that were hashed: up to `l=`, when there is one.
    var hashedBytes: Int? { lengths?.hashed }

    private var lengths: (hashed: Int, limit: Int?)? {
        var (whole, hashed, limit) = (0, 0, -1)
        guard dkim_sig_getcanonlen(mail, handle, &whole, &hashed, &limit) == DKIM_STAT_OK else { return nil }
        return (hashed, limit < 0 ? nil : limit)
    }

    /// - Parameter measure: Of the same mail; `nil` when no signature has an `l=`.
    private func coversBody(_ measure: [BodyMeasure.Kind: Int]) -> Bool {
        guard let lengths else { return false }
        guard lengths.limit != nil else { return true }
        var (header, body) = (DKIM_CANON_UNKNOWN, DKIM_CANON_UNKNOWN)
        guard dkim_sig_getcanons(handle, &header, &body) == DKIM_STAT_OK else { return false }
        return measure[body == DKIM_CANON_SIMPLE ? .simple : .relaxed] == lengths.hashed
    }

    func verdict(smallestKey: Int, _ measure: [BodyMeasure.Kind: Int]) -> Verdict {
        let (flags, error) = (Int32(bitPattern: dkim_sig_getflags(handle)), dkim_sig_geterror(handle))
        let body = dkim_sig_getbh(handle)
        guard flags & DKIM_SIGFLAG_PASSED != 0, body == DKIM_SIGBH_MATCH, error == DKIM_SIGERROR_OK else {
            return Self.refusal(error, bodyDiffers: body == DKIM_SIGBH_MISMATCH)
        }
        let coversBody = coversBody(measure)
        if let weakness = weakness(flags, smallestKey) ?? (coversBody ? nil : .partOfBody) {
            return Verdict(outcome: weakness.outcome, reason: weakness.reason, coversBody: coversBody)
        }
        return Verdict(outcome: .pass, reason: "the signature is right", coversBody: true)
    }

    private func weakness(_ flags: Int32, _ smallestKey: Int) -> Verdict? {
        var algorithm = DKIM_SIGN_UNKNOWN
        var bits: UInt32 = 0
        guard dkim_sig_getsignalg(handle, &algorithm) == DKIM_STAT_OK else { return .unexamined }
        if algorithm == DKIM_SIGN_RSASHA1 { return .no(.policy, "the signature is made with SHA-1") }
        if algorithm == DKIM_SIGN_RSASHA256 {
            guard dkim_sig_getkeysize(handle, &bits) == DKIM_STAT_OK else { return .unexamined }
            if bits < smallestKey { return .no(.policy, "the key has \(bits) bits, fewer than \(smallestKey)") }
        } else if algorithm != DKIM_SIGN_ED25519SHA256 {
            return .unexamined
        }
        var from = Array("from".utf8) + [0]
        guard dkim_sig_hdrsigned(handle, &from) else { return .no(.policy, "the from header is not signed") }
        return flags & DKIM_SIGFLAG_TESTKEY != 0 ? .no(.neutral, "the signer calls its key a test (t=y)") : nil
    }

    private static func refusal(_ error: DKIM_SIGERROR, bodyDiffers: Bool) -> Verdict {
        switch error {
        case DKIM_SIGERROR_BADSIG where bodyDiffers: .no(.fail, "the body is not the one that was signed")
        case DKIM_SIGERROR_BADSIG:
            .no(.fail, "the signature is not of these headers, or not by this key")
        case DKIM_SIGERROR_TOOLARGE_L: .no(.fail, "the body is shorter than the one that was signed")
        case DKIM_SIGERROR_EXPIRED: .no(.permerror, "the signature has expired")
        case DKIM_SIGERROR_FUTURE: .no(.permerror, "the signature is made in the future")
        case DKIM_SIGERROR_NOKEY: .no(.permerror, "the domain publishes no such key")
        case DKIM_SIGERROR_KEYREVOKED: .no(.permerror, "the key is revoked")
        case DKIM_SIGERROR_INVALID_H: .no(.permerror, "the from header is not signed")
        case DKIM_SIGERROR_OK, DKIM_SIGERROR_UNKNOWN: .unexamined
        default: .no(.permerror, dkim_sig_geterrorstr(error).map { String(cString: $0) } ?? Verdict.unexamined.reason)
        }
    }
}

extension Verdict {
    static let unexamined = Verdict.no(.permerror, "the signature could not be examined")
    static let malformed = Verdict.no(.permerror, "the signature is malformed")
    static let partOfBody = Verdict.no(.policy, "a part of the body is not signed (l=)")
}

extension FailureTable {
    /// TLS alerts, RFC 8446 §6 and the registry. Those about certificates and keys end the handshake; those that may
    /// also end an open connection leave doubt.
    static let tls: [FailureRow] = [
        .init("0", "close_notify", .lost, "The other side ended the secure connection."),
        .init("10", "unexpected_message", .strange, "The other side lost its place; check what stands between."),
        .init("20", "bad_record_mac", .lost, "Data was damaged on the way; if it stays so, check what stands between."),
        .init("22", "record_overflow", .strange, "The other side takes only short records."),
        .init(
            "40", "handshake_failure", .contract,
            "Both sides have no common way to encrypt; have the older one renewed."),
        .init("42", "bad_certificate", .security, "Our certificate is damaged for the other side; renew it."),
        .init("43", "unsupported_certificate", .security, "The other side does not take our kind of certificate."),
        .init("44", "certificate_revoked", .security, "Our certificate was withdrawn; renew it."),
        .init("45", "certificate_expired", .security, "Our certificate has run out, or a clock is wrong."),
        .init("46", "certificate_unknown", .security, "The other side does not accept our certificate."),
        .init("47", "illegal_parameter", .strange, "The other side found a value that does not fit."),
        .init("48", "unknown_ca", .security, "The other side does not know who signed our certificate."),
        .init("49", "access_denied", .security, "Our certificate is right but has no access there."),
        .init("50", "decode_error", .strange, "The other side could not read a message."),
        .init("51", "decrypt_error", .security, "A signature did not prove right; look for somebody in between."),
        .init("70", "protocol_version", .contract, "The other side speaks another TLS; have the older one renewed."),
        .init("71", "insufficient_security", .security, "The other side demands stronger encryption."),
        .init("80", "internal_error", .lost, "The other side failed."),
        .init("86", "inappropriate_fallback", .security, "A weaker TLS was tried; look for somebody in between."),
        .init("90", "user_canceled", .lost, "The other side gave up the handshake."),
        .init("109", "missing_extension", .contract, "The other side misses a part of TLS; check versions."),
        .init("110", "unsupported_extension", .contract, "The other side got a part of TLS it did not ask for."),
        .init(
            "112", "unrecognized_name", .contract, "The server does not know the name we asked for; check the address."),
        .init("113", "bad_certificate_status_response", .security, "The proof that a certificate holds is wrong."),
        .init("115", "unknown_psk_identity", .security, "The other side does not know our key."),
        .init("116", "certificate_required", .security, "The server wants a certificate of ours; set one."),
        .init(
            "120", "no_application_protocol", .contract,
            "The server does not speak our protocol there; check port and address."),
    ]
}

extension FailureTable {
    /// libcurl's `CURLcode` (curl/curl.h of 7.88, and 100 and 101 of later ones), with its TLS failures. Before the
    /// TLS handshake is done nothing was sent, so 35 and the failed checks of certificates leave no doubt.
    static let curl: [FailureRow] = [
        .init(
            "1", "CURLE_UNSUPPORTED_PROTOCOL", .contract,
            "The address begins with a protocol that is not spoken; correct it."),
        .init("2", "CURLE_FAILED_INIT", .bug, "libcurl does not start: open a ticket."),
        .init("3", "CURLE_URL_MALFORMAT", .contract, "The address is not well formed; correct it."),
        .init("4", "CURLE_NOT_BUILT_IN", .bug, "This libcurl lacks a part: open a ticket with its version."),
        .init(
            "5", "CURLE_COULDNT_RESOLVE_PROXY", .transient,
            "The proxy's name is not found; check name server and settings."),
        .init(
            "6", "CURLE_COULDNT_RESOLVE_HOST", .transient,
            "The server's name is not found; check name server and address."),
        .init(
            "7", "CURLE_COULDNT_CONNECT", .transient,
            "No connection; check that the service runs and the firewall lets us through."),
        .init(
            "8", "CURLE_WEIRD_SERVER_REPLY", .strange,
            "The answer is not understood; check that the address leads to the service."),
        .init("9", "CURLE_REMOTE_ACCESS_DENIED", .security, "The server denies access; check user and rights."),
        .init("16", "CURLE_HTTP2", .lost, "The HTTP/2 connection broke."),
        .init("18", "CURLE_PARTIAL_FILE", .lost, "The answer ended too early."),
        .init("21", "CURLE_QUOTE_ERROR", .contract, "The server refused a command; check its kind and version."),
        .init("22", "CURLE_HTTP_RETURNED_ERROR", .lateBug, "The status itself should have been kept: open a ticket."),
        .init(
            "23", "CURLE_WRITE_ERROR", .strange, "The answer is larger than allowed; check the address, then the limit."
        ),
        .init("25", "CURLE_UPLOAD_FAILED", .lost, "The server did not take the upload."),
        .init("26", "CURLE_READ_ERROR", .lateBug, "What was to be sent could not be read: open a ticket."),
        .init("27", "CURLE_OUT_OF_MEMORY", .lost, "This machine is short of memory."),
        .init("28", "CURLE_OPERATION_TIMEDOUT", .lost, "No answer in time; check the server, then the time limit."),
        .init("33", "CURLE_RANGE_ERROR", .contract, "The server gives no parts of files."),
        .init(
            "35", "CURLE_SSL_CONNECT_ERROR", .transient,
            "No secure connection came about; if it stays so, check TLS versions."),
        .init("36", "CURLE_BAD_DOWNLOAD_RESUME", .contract, "The server does not go on with a broken download."),
        .init("42", "CURLE_ABORTED_BY_CALLBACK", .lost, "We stopped the transfer ourselves."),
        .init("43", "CURLE_BAD_FUNCTION_ARGUMENT", .bug, "libcurl was called wrongly: open a ticket."),
        .init("45", "CURLE_INTERFACE_FAILED", .contract, "The network interface in the settings does not exist."),
        .init("47", "CURLE_TOO_MANY_REDIRECTS", .contract, "The address leads in a circle; set the final one."),
        .init("48", "CURLE_UNKNOWN_OPTION", .bug, "This libcurl is too old: open a ticket with its version."),
        .init("49", "CURLE_SETOPT_OPTION_SYNTAX", .bug, "libcurl was called wrongly: open a ticket."),
        .init("52", "CURLE_GOT_NOTHING", .lost, "The server closed the connection without an answer."),
        .init("53", "CURLE_SSL_ENGINE_NOTFOUND", .contract, "The crypto engine in the settings does not exist."),
        .init("54", "CURLE_SSL_ENGINE_SETFAILED", .contract, "The crypto engine in the settings does not work."),
        .init("55", "CURLE_SEND_ERROR", .lost, "The connection broke while sending."),
        .init("56", "CURLE_RECV_ERROR", .lost, "The connection broke while the answer came."),
        .init("58", "CURLE_SSL_CERTPROBLEM", .security, "Our own certificate cannot be used; check file and password."),
        .init("59", "CURLE_SSL_CIPHER", .security, "No common cipher; do not weaken ours, have the server renewed."),
        .init(
            "60", "CURLE_PEER_FAILED_VERIFICATION", .security,
            "The server's certificate does not prove who it is; nothing was sent."),
        .init("61", "CURLE_BAD_CONTENT_ENCODING", .strange, "The answer is packed in a way that is not understood."),
        .init("63", "CURLE_FILESIZE_EXCEEDED", .strange, "The answer is larger than allowed."),
        .init("64", "CURLE_USE_SSL_FAILED", .security, "The server offers no encryption; nothing secret was sent."),
        .init("65", "CURLE_SEND_FAIL_REWIND", .lost, "The request had to be sent anew and could not be."),
        .init("66", "CURLE_SSL_ENGINE_INITFAILED", .contract, "The crypto engine in the settings does not start."),
        .init(
            "67", "CURLE_LOGIN_DENIED", .security,
            "User or password is wrong; correct it before anything is tried again."),
        .init("70", "CURLE_REMOTE_DISK_FULL", .lost, "The server's disk is full; tell who runs it."),
        .init(
            "73", "CURLE_REMOTE_FILE_EXISTS", .business,
            "The file exists there already; a person decides which one holds."),
        .init(
            "77", "CURLE_SSL_CACERT_BADFILE", .security,
            "The list of trusted certificates cannot be read; nothing was sent."),
        .init("78", "CURLE_REMOTE_FILE_NOT_FOUND", .contract, "The file does not exist there; check the path."),
        .init("79", "CURLE_SSH", .lost, "The SSH connection failed; check host key and user."),
        .init("80", "CURLE_SSL_SHUTDOWN_FAILED", .lost, "The secure connection did not end properly."),
        .init("81", "CURLE_AGAIN", .transient, "The connection was not ready."),
        .init("82", "CURLE_SSL_CRL_BADFILE", .security, "The list of withdrawn certificates cannot be read."),
        .init(
            "83", "CURLE_SSL_ISSUER_ERROR", .security,
            "The server's certificate comes from somebody else than it should."),
        .init("88", "CURLE_CHUNK_FAILED", .bug, "Our own callback failed: open a ticket."),
        .init(
            "89", "CURLE_NO_CONNECTION_AVAILABLE", .transient, "All connections are in use; the next try may get one."),
        .init(
            "90", "CURLE_SSL_PINNEDPUBKEYNOTMATCH", .security,
            "The server's key is not the one it should have; nothing was sent."),
        .init(
            "91", "CURLE_SSL_INVALIDCERTSTATUS", .security, "The server's certificate was withdrawn; nothing was sent."),
        .init("92", "CURLE_HTTP2_STREAM", .lost, "The HTTP/2 stream broke."),
        .init("93", "CURLE_RECURSIVE_API_CALL", .lateBug, "libcurl was called wrongly: open a ticket."),
        .init("94", "CURLE_AUTH_ERROR", .security, "The login failed; check the way of logging in."),
        .init("95", "CURLE_HTTP3", .lost, "The HTTP/3 connection broke."),
        .init("96", "CURLE_QUIC_CONNECT_ERROR", .transient, "No HTTP/3 connection came about."),
        .init("97", "CURLE_PROXY", .transient, "The proxy did not connect us; check it and its settings."),
        .init("98", "CURLE_SSL_CLIENTCERT", .security, "The server wants a certificate of ours; set one."),
        .init("99", "CURLE_UNRECOVERABLE_POLL", .lost, "The system gave up the connection."),
        .init("100", "CURLE_TOO_LARGE", .contract, "A value is too long for libcurl."),
        .init(
            "101", "CURLE_ECH_REQUIRED", .security, "The server does not hide the name as it should; nothing was sent."),
    ]
}

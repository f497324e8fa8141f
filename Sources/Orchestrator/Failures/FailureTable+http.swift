extension FailureTable {
    /// RFC 9110 §15 and the registry of status codes. A 4xx is a refusal, so nothing was done, with the exception of
    /// 408, which gateways also send for a slow server behind them. A 5xx may come after the work: gateways send 502,
    /// 503 and 504 when the server behind them did it and its answer got lost.
    static let http: [FailureRow] = [
        .init("1xx", "informational", .strange, "No final answer came; check gateway and address."),
        .init("2xx", "success", .lateBug, "A success was taken for a failure: open a ticket."),
        .init("3xx", "redirection", .contract, "The service moved. Redirects are not followed; set the new address."),
        .init(
            "400", "Bad Request", .contract,
            "The service does not understand the request; check its version and the mapping."),
        .init("401", "Unauthorized", .security, "The login is wrong or has run out; renew it."),
        .init("402", "Payment Required", .business, "The account at the service is not paid; a person settles that."),
        .init("403", "Forbidden", .security, "Our account lacks a right at the service; have it granted."),
        .init(
            "404", "Not Found", .contract, "The address or the record does not exist; check address and master data."),
        .init("405", "Method Not Allowed", .contract, "The service does not offer this; check its version."),
        .init("406", "Not Acceptable", .contract, "The service has no answer in our form; check its version."),
        .init("407", "Proxy Authentication Required", .security, "The proxy wants a login; check its settings."),
        .init("408", "Request Timeout", .lost, "The service waited too long for our request."),
        .init("409", "Conflict", .business, "It exists already or was changed meanwhile; a person looks at both."),
        .init("410", "Gone", .contract, "The address is given up for good; set the new one."),
        .init("411", "Length Required", .bug, "Our request lacks its length: open a ticket."),
        .init("412", "Precondition Failed", .business, "The record was changed meanwhile; a person looks at it."),
        .init("413", "Content Too Large", .contract, "The document is larger than the service takes."),
        .init("414", "URI Too Long", .contract, "The address is too long for the service."),
        .init("415", "Unsupported Media Type", .contract, "The service does not take this form; check the connector."),
        .init("416", "Range Not Satisfiable", .contract, "The asked part does not exist."),
        .init(
            "417", "Expectation Failed", .contract, "The service does not meet a demand of ours; check the connector."),
        .init("421", "Misdirected Request", .transient, "The wrong server answered; a new connection is opened."),
        .init(
            "422", "Unprocessable Content", .business,
            "The service understood and refuses, for example a closed period; see its message."),
        .init("423", "Locked", .transient, "Somebody else works on the record; the next try may find it free."),
        .init("424", "Failed Dependency", .business, "Something it builds on failed; a person looks at that first."),
        .init("425", "Too Early", .transient, "The service wants the request once the connection is safe."),
        .init("426", "Upgrade Required", .contract, "The service wants a newer protocol; check the connector."),
        .init(
            "428", "Precondition Required", .contract,
            "The service wants to know which version is changed; check the connector."),
        .init("429", "Too Many Requests", .throttled, "Too many calls; wait as long as the service says."),
        .init("431", "Request Header Fields Too Large", .contract, "Our headers are too long; a login token may be."),
        .init(
            "451", "Unavailable For Legal Reasons", .business, "It is closed for legal reasons; a person clears that."),
        .init("4xx", "client errors", .contract, "The service refuses the request; read its manual for the code."),
        .init("500", "Internal Server Error", .lost, "The service failed; if it stays so, tell who runs it."),
        .init("501", "Not Implemented", .contract, "The service does not offer this; check its version."),
        .init("502", "Bad Gateway", .lost, "The gateway got no proper answer from the service."),
        .init("503", "Service Unavailable", .lost, "The service is overloaded or being serviced."),
        .init("504", "Gateway Timeout", .lost, "The service did not answer its gateway in time."),
        .init("505", "HTTP Version Not Supported", .contract, "The service speaks another HTTP; check the connector."),
        .init("506", "Variant Also Negotiates", .contract, "The service is set up wrongly; tell who runs it."),
        .init("507", "Insufficient Storage", .lost, "The service's disk is full; tell who runs it."),
        .init("508", "Loop Detected", .strange, "The service runs in a circle; tell who runs it."),
        .init("511", "Network Authentication Required", .security, "The network wants a login before it lets us out."),
        .init("5xx", "server errors", .lost, "The service failed; if it stays so, tell who runs it."),
    ]
}

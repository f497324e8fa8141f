/// Every error that is known by its code, as data: one list per family, `FailureTable+….swift`.
package enum FailureTable {
    package static func rows(of family: FailureFamily) -> [FailureRow] {
        switch family {
        case .sqlState: sqlState
        case .systemCall: systemCall
        case .curl: curl
        case .http: http
        case .tls: tls
        case .smtp: smtp
        case .imap: imap
        case .s3: s3
        }
    }

    /// For a code that stands nowhere, not even as a group. Never ``FailureClass/business``: nobody should decide about
    /// an invoice because of a code that nobody knows.
    package static func unknown(in family: FailureFamily) -> FailureRow {
        switch family {
        case .sqlState:
            .other(.lateBug, "An unknown database error: open a ticket with the code.")
        case .systemCall:
            .other(.lateBug, "An unknown system error: open a ticket with the number.")
        case .curl:
            .other(.lateBug, "An unknown libcurl error: open a ticket with the number.")
        case .http:
            .other(.strange, "No status of HTTP: check that the address leads to the service.")
        case .tls:
            .other(.strange, "An unknown TLS alert: check versions and settings of both sides.")
        case .smtp:
            .other(.strange, "No reply code of SMTP: check that the address is a mail server.")
        case .imap:
            .other(.strange, "Not understood: check that the address is an IMAP server.")
        case .s3:
            .other(.strange, "An unknown code without a status: read the store's manual for it.")
        }
    }

    private static let index: [FailureFamily: [String: FailureRow]] = Dictionary(
        uniqueKeysWithValues: FailureFamily.allCases.map { family in
            (family, Dictionary(rows(of: family).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first }))
        })

    /// The most exact row; `nil` when neither the code nor its group stands in the table.
    static func row(for sign: FailureSign) -> FailureRow? {
        guard let rows = index[sign.family] else { return nil }
        return sign.codes.lazy.compactMap { rows[$0] }.first
    }
}

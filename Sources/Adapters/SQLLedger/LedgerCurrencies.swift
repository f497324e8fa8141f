import Invoicing

/// Currencies that a new ledger keeps: all that invoices are read in.
enum LedgerCurrencies {
    /// `Currency` says which codes it knows, and has no list: every code of three letters is asked about.
    static let all: [Currency] = {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        return letters.flatMap { first in
            letters.flatMap { second in letters.compactMap { Currency(first + second + $0) } }
        }
    }()
}

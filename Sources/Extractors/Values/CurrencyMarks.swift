/// Symbols and codes of currencies as printed beside amounts.
package enum CurrencyMarks {
    /// - Returns: ISO 4217 code; `nil` when the text is no mark of a currency. `$` alone is USD, `kr` and `¥` stay open.
    package static func code(_ text: some StringProtocol) -> String? {
        text.utf8.count <= longest ? codes[String(text)] : nil
    }

    private static let marks = [
        "EUR": ["€", "EUR", "Eur", "eur", "Euro", "EURO", "euro", "euros", "EUROS", "€)", "(€)", "(EUR)"],
        "USD": ["$", "US$", "USD", "U$", "usd", "(USD)"],
        "GBP": ["£", "GBP", "gbp"],
        "CHF": ["CHF", "Fr.", "SFr.", "sFr.", "SFr", "chf"],
        "MYR": ["RM", "MYR"],
        "INR": ["₹", "Rs.", "Rs", "INR", "Re.", "₨"],
        "PLN": ["zł", "PLN", "zl", "ZŁ", "pln"],
        "CZK": ["Kč", "CZK"],
        "HUF": ["Ft", "HUF"],
        "RON": ["lei", "RON", "LEI", "Lei"],
        "BGN": ["лв", "BGN", "лв."],
        "SEK": ["SEK"],
        "NOK": ["NOK"],
        "DKK": ["DKK"],
        "JPY": ["JPY", "円"],
        "CNY": ["CNY", "RMB", "元"],
        "AUD": ["A$", "AU$", "AUD"],
        "CAD": ["C$", "CA$", "CAD"],
        "NZD": ["NZ$", "NZD"],
        "SGD": ["S$", "SGD"],
        "HKD": ["HK$", "HKD"],
        "BRL": ["R$", "BRL"],
        "MXN": ["MX$", "MXN"],
        "TRY": ["₺", "TRY", "TL"],
        "RUB": ["₽", "RUB"],
        "ILS": ["₪", "ILS"],
        "THB": ["฿", "THB"],
        "VND": ["₫", "VND"],
        "KRW": ["₩", "KRW"],
        "PHP": ["₱", "PHP"],
        "AED": ["AED"],
        "ZAR": ["ZAR"],
    ]
    private static let codes = Dictionary(
        uniqueKeysWithValues: marks.flatMap { code, marks in marks.map { ($0, code) } })
    /// Bytes of the longest mark, however its accents are written.
    private static let longest = 8

    /// - Returns: The currencies that share a sign, such as `$`; `nil` for a sign of one, and for everything else.
    static func shared(_ text: String) -> [String]? {
        switch text.lowercased() {
        case "$": ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]
        case "kr": ["SEK", "NOK", "DKK", "ISK"]
        case "¥", "￥": ["JPY", "CNY"]
        default: nil
        }
    }

    /// - Parameter country: ISO 3166 code of two letters.
    /// - Returns: ISO 4217 code; `nil` for countries that are not in the table.
    static func ofCountry(_ country: String) -> String? {
        if euro.contains(country) { return "EUR" }
        return others[country]
    }

    private static let euro: Set<String> = [
        "AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MC", "MT",
        "NL",
        "PT", "SI", "SK",
    ]
    private static let others: [String: String] = [
        "AE": "AED", "AU": "AUD", "BR": "BRL", "CA": "CAD", "CH": "CHF", "CN": "CNY", "CZ": "CZK", "DK": "DKK",
        "GB": "GBP", "HK": "HKD", "HU": "HUF", "IL": "ILS", "IN": "INR", "IS": "ISK", "JP": "JPY", "KR": "KRW",
        "LI": "CHF", "MX": "MXN", "MY": "MYR", "NO": "NOK", "NZ": "NZD", "PH": "PHP", "PL": "PLN", "RO": "RON",
        "SE": "SEK", "SG": "SGD", "TH": "THB", "TR": "TRY", "US": "USD", "VN": "VND", "ZA": "ZAR",
    ]
}

/// Symbols and codes of currencies as printed beside amounts.
package enum CurrencyMarks {
    /// - Returns: ISO 4217 code; `nil` when the text is no mark of a currency. `$` alone is USD, `kr` and `¥` stay open.
    package static func code(_ text: some StringProtocol) -> String? {
        switch text {
        case "€", "EUR", "Eur", "eur", "Euro", "EURO", "euro", "euros", "EUROS", "€)", "(€)", "(EUR)": "EUR"
        case "$", "US$", "USD", "U$", "usd", "(USD)": "USD"
        case "£", "GBP", "gbp": "GBP"
        case "CHF", "Fr.", "SFr.", "sFr.", "SFr", "chf": "CHF"
        case "RM", "MYR": "MYR"
        case "₹", "Rs.", "Rs", "INR", "Re.", "₨": "INR"
        case "zł", "PLN", "zl", "ZŁ", "pln": "PLN"
        case "Kč", "CZK": "CZK"
        case "Ft", "HUF": "HUF"
        case "lei", "RON", "LEI", "Lei": "RON"
        case "лв", "BGN", "лв.": "BGN"
        case "SEK": "SEK"
        case "NOK": "NOK"
        case "DKK": "DKK"
        case "JPY", "円": "JPY"
        case "CNY", "RMB", "元": "CNY"
        case "A$", "AU$", "AUD": "AUD"
        case "C$", "CA$", "CAD": "CAD"
        case "NZ$", "NZD": "NZD"
        case "S$", "SGD": "SGD"
        case "HK$", "HKD": "HKD"
        case "R$", "BRL": "BRL"
        case "MX$", "MXN": "MXN"
        case "₺", "TRY", "TL": "TRY"
        case "₽", "RUB": "RUB"
        case "₪", "ILS": "ILS"
        case "฿", "THB": "THB"
        case "₫", "VND": "VND"
        case "₩", "KRW": "KRW"
        case "₱", "PHP": "PHP"
        case "AED": "AED"
        case "ZAR": "ZAR"
        default: nil
        }
    }

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

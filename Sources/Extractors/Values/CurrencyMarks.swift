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
        case "lei", "RON", "LEI": "RON"
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
}

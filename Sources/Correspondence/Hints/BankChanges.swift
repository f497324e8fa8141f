/// Sentences that say "our bank details have changed", in eight languages. A sentence is one when it speaks of the sender's bank
/// details and of a change within a few words of each other, and of neither a form nor a question about them.
enum BankChanges {
    /// - Returns: Places from 0, and the lines; sentences go on over line breaks.
    static func lines(_ lines: [String]) -> [(Int, String)] {
        var found: [(Int, String)] = []
        for (place, line) in lines.enumerated() {
            let next = place + 1 < lines.count ? lines[place + 1] : ""
            let isAlone = isTold(line)
            // A sentence that is broken between its halves: in neither line alone.
            if isAlone || (!next.isEmpty && !isTold(next) && isTold(line + " " + next) && !line.isEmpty) {
                found.append((place, line.trimmedBlanks))
            }
        }
        return found
    }

    private static func isTold(_ text: String) -> Bool {
        for sentence in text.split(whereSeparator: { ".!?;".contains($0) }) {
            let words = " " + FoldedWords(String(sentence)).words.joined(separator: " ") + " "
            guard details.contains(where: words.contains), changes.contains(where: words.contains),
                !against.contains(where: words.contains)
            else { continue }
            return true
        }
        return false
    }

    /// With a blank where a word begins.
    private static let details = [
        " bank detail", " banking detail", " bank account", " bank information", " banking information",
        " account detail",
        " remittance detail", " payment detail", " our iban", " new iban", " bank coordinates", " our account",
        " banking instruction",
        " payment instruction", " bankverbindung", " kontoverbindung", " bankdaten", " kontodaten", " unsere iban",
        " neue iban",
        " unser konto", " bankkonto", " coordonnees bancaires", " compte bancaire", " notre rib", " nouveau rib",
        " notre iban",
        " nouvel iban", " bankgegevens", " rekeningnummer", " bankrekening", " onze iban", " nieuwe iban",
        " coordinate bancarie",
        " conto bancario", " conto corrente", " nostro iban", " nuovo iban", " datos bancarios", " cuenta bancaria",
        " nuestro iban",
        " nuevo iban", " numero de cuenta", " dados bancarios", " conta bancaria", " nosso iban", " novo iban",
        " rachunku bankow",
        " rachunek bankow", " konto bankow", " konta bankow", " numer konta", " numer rachunku", " danych bankow",
        " dane bankow",
        " numeru konta", " numeru rachunku",
    ]
    private static let changes = [
        " have changed", " has changed", " have been changed", " has been changed", " were changed", " was changed",
        " have been updated",
        " has been updated", " change of ", " changed our", " changed bank", " have updated", " updated bank",
        " updated our",
        " new bank", " new iban", " new account", " no longer use", " please update", " will change", " are changing",
        " is changing",
        " changed to", " hat sich geandert", " haben sich geandert", " geandert", " neue bankverbindung",
        " neue kontoverbindung", " neuen bankverbindung", " neuen kontoverbindung", " neue bankdaten",
        " neuen bankdaten",
        " neue iban", " neues konto", " neues bankkonto", " andert sich", " andern sich", " anderung unserer",
        " ont change",
        " a change", " changement de", " nouvelles coordonnees", " nouveau compte", " nouveau rib", " nouvel iban",
        " avons change", " modification de nos", " ont ete modifie", " gewijzigd", " veranderd", " wijziging van",
        " nieuwe bank",
        " nieuw rekeningnummer", " nieuwe iban", " nieuwe rekeningnummer", " wijzigen", " sono cambiat", " e cambiat",
        " sono state modificat", " e stato modificat", " nuove coordinate", " nuovo conto", " nuovo iban",
        " abbiamo cambiato",
        " variazione delle", " cambio delle", " han cambiado", " ha cambiado", " hemos cambiado", " nuevos datos",
        " nueva cuenta",
        " nuevo iban", " nuevo numero", " cambio de ", " han sido modificad", " mudaram", " mudou", " foram alterad",
        " foi alterad",
        " alteramos", " novos dados", " nova conta", " novo iban", " alteracao d", " zmienil", " zmiana ", " zmianie",
        " zmiany ", " nowy numer",
        " nowe konto", " nowy rachunek", " nowego rachunku", " nowego konta", " zostal zmieniony", " ulegl zmianie",
        " ulegly zmianie",
    ]
    /// What speaks of bank details that did not change, of somebody else's, or warns of fraud.
    private static let against = [
        " not changed", "n't changed", " have not ", " has not ", " not change", " never change", " if ", " unless ",
        " your bank", " your account", " your payment", " unverandert", " nicht geandert", " nicht andern", " falls ",
        " wenn ", " sofern ",
        " ihre bankverbindung", " ihre kontoverbindung", " ihre bankdaten", " ihrer bankverbindung", " inchange",
        " n'ont pas ",
        " n'a pas ", " si vos", " si votre", " vos coordonnees", " votre compte", " en cas de", " niet gewijzigd",
        " niet veranderd",
        " ongewijzigd", " uw bank", " uw rekening", " indien ", " als uw", " non sono", " non e ", " invariat",
        " vostre coordinate", " vostro conto",
        " le sue coordinate", " se ", " no han", " no ha ", " sus datos", " su cuenta", " si sus", " si su",
        " en caso de", " nao mudaram", " nao foram", " nao mudou",
        " seus dados", " sua conta", " caso ", " nie zmienil", " nie ulegl", " bez zmian", " panstwa", " jesli ",
        " jezeli ",
        " beware", " warning", " fraud", " scam", " vorsicht", " betrug", " fraude", " frode", " oszust", " newsletter",
        " nie andern",
        " may change", " password",
    ]
}

/// Out-of-office notes by their words: many come without the headers that tell it (RFC 3834).
package enum AutomaticText {
    /// - Parameter text: What the sender wrote; at most 20,000 bytes are looked at.
    package static func isAutomatic(_ text: String) -> Bool {
        let cut = String(decoding: text.utf8.prefix(20_000), as: UTF8.self)
        let folded = " " + ReplyLine(cut).foldedText + " "
        return signs.contains { folded.contains($0) }
    }

    private static let signs: [String] =
        [
            // English
            "out of office", "out of the office", "out-of-office", "automatic reply", "automatic response",
            "auto-reply",
            "automated reply", "automated response", "autoreply", "on annual leave", "on vacation", "on parental leave",
            "on maternity leave", "on sick leave", "on holiday until", "on leave until", "i am currently away",
            "i'm currently away", "i am away", "limited access to my email", "limited access to email",
            "limited access to my e-mail", "limited access to my inbox", "no access to my email", "away from my desk",
            "back in the office", "return to the office", "no longer with the company", "no longer work",
            // German
            "abwesenheitsnotiz", "abwesenheitsassistent", "automatische antwort", "automatische nachricht",
            "automatische abwesenheitsnachricht", "nicht im buro", "nicht im buero", "nicht im haus", "nicht im hause",
            "ausser haus", "bin im urlaub", "mich im urlaub", "urlaubsbedingt", "abwesend", "wieder im buro",
            "wieder im haus", "wieder erreichbar", "nicht weitergeleitet", "in elternzeit", "nicht am arbeitsplatz",
            "keinen zugriff auf meine", "nicht gelesen",
            // French
            "absence du bureau", "absent du bureau", "absente du bureau", "actuellement absent", "actuellement absente",
            "reponse automatique", "message automatique", "en conge", "en conges", "suis en vacances",
            "message d'absence",
            "de retour le", "serai absent", "serai absente", "suis absent", "suis absente",
            // Dutch
            "afwezig", "afwezigheidsbericht", "automatisch antwoord", "automatische antwoord", "automatisch bericht",
            "niet op kantoor", "met vakantie", "op vakantie", "met verlof", "beperkte toegang tot mijn",
            "weer bereikbaar",
            // Italian
            "fuori ufficio", "risposta automatica", "messaggio automatico", "in ferie", "assente dall'ufficio",
            "saro assente", "sono assente", "fuori sede", "rientro in ufficio", "rientrero",
            // Spanish
            "fuera de la oficina", "respuesta automatica", "mensaje automatico", "de vacaciones", "estoy ausente",
            "estare ausente", "ausente de la oficina", "acceso limitado al correo", "sin acceso al correo",
            // Portuguese
            "fora do escritorio", "resposta automatica", "mensagem automatica", "de ferias", "estarei ausente",
            "estou ausente", "ausente do escritorio", "acesso limitado ao", "sem acesso ao e-mail",
            // Polish
            "na urlopie", "poza biurem", "automatyczna odpowiedz", "odpowiedz automatyczna", "wiadomosc automatyczna",
            "autoresponder", "nieobecny", "nieobecna", "nieobecnosci", "ograniczony dostep do", "wroce do pracy",
            "nie zostanie przekierowana",
            // Nordic, Finnish and Czech
            "autosvar", "automatiskt svar", "automatisk svar", "pa semester", "inte pa kontoret", "ikke pa kontoret",
            "pa ferie", "poissa toimistolta", "automaattinen vastaus", "lomalla", "mimo kancelar", "na dovolene",
            "automaticka odpoved",
        ].map { " \($0) " }
}

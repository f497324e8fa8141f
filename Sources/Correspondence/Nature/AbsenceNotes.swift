import Foundation

/// Notes of absence in eight languages, by how their subjects begin and what their texts say in their first lines. A weak sign.
enum AbsenceNotes {
    static func isSubject(_ subject: String) -> Bool {
        let text = folded(subject)
        return beginnings.contains { text.hasPrefix($0) } || wholes.contains { text.contains($0) }
    }

    /// Only the first lines are read: further down stands what is answered to.
    static func isText(_ text: String) -> Bool {
        let start = text.split(separator: "\n").filter { !$0.hasPrefix(">") }.prefix(8).joined(separator: " ")
        let folded = folded(String(start.prefix(1_000)))
        return sentences.contains { folded.contains($0) }
    }

    private static func folded(_ text: String) -> String {
        let plain = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).lowercased()
            .replacing("’", with: "'").replacing("ł", with: "l").replacing("ß", with: "ss")
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let beginnings = [
        "automatic reply", "auto reply", "auto-reply", "autoreply", "auto:", "automatic response", "auto response",
        "automatische antwort", "automatische abwesenheit", "abwesenheitsnotiz", "abwesenheits", "abwesend",
        "reponse automatique", "message d'absence", "absence du bureau", "automatisch antwoord", "automatische reactie",
        "afwezigheidsbericht", "afwezig", "risposta automatica", "messaggio di assenza", "fuori sede", "fuori ufficio",
        "respuesta automatica", "mensaje de ausencia", "fuera de la oficina", "resposta automatica",
        "mensagem de ausencia",
        "fora do escritorio", "ausencia temporaria", "autoodpowiedz", "odpowiedz automatyczna",
        "automatyczna odpowiedz",
        "nieobecnosc",
    ]
    private static let wholes = [
        "out of office", "out of the office", "ausser haus", "nicht im buro", "niet op kantoor",
    ]

    private static let sentences = [
        "i am out of the office", "i'm out of the office", "i am currently out of office",
        "i will be out of the office",
        "i am on annual leave", "i am currently on leave", "i have limited access to email",
        "this is an automatic reply",
        "this is an automated reply", "ich bin derzeit nicht im buro", "ich bin nicht im buro",
        "ich bin zurzeit nicht im",
        "ich bin bis zum", "ich bin im urlaub", "ich bin ab dem", "ihre nachricht wird nicht weitergeleitet",
        "dies ist eine automatische antwort", "je suis absent", "je suis actuellement absent", "je suis en conge",
        "je serai absent", "ceci est une reponse automatique", "ik ben afwezig", "ik ben niet op kantoor",
        "ik ben momenteel afwezig", "ik ben met vakantie", "ik ben op vakantie", "saro assente", "sono assente",
        "sono fuori ufficio", "sono in ferie", "saro fuori ufficio", "estoy fuera de la oficina",
        "estare fuera de la oficina",
        "estoy de vacaciones", "me encuentro fuera de la oficina", "estou ausente", "estarei ausente",
        "estou de ferias",
        "encontro-me ausente", "jestem nieobecn", "przebywam na urlopie", "jestem na urlopie", "bede nieobecn",
    ]
}

#!/usr/bin/env python3
"""Writes corpus/made/: replies as the usual mail programs write them, in eight languages, each with its truth.

    python3 make_corpus.py          # the same bytes every time

A record is `=== ID | TRUTH | NAME OF THE SENDER | REASON OR QUESTION`, then the text. `\\u{200B}` stands for a character.
TRUTH: approve, reject, question, unclear, automatic.
"""
import pathlib
import random

HERE = pathlib.Path(__file__).parent / "corpus" / "made"
ADDRESS = "approve+aaaa.bbbb@pay.example"

LANGUAGES = {
    "en": dict(
        name="Anna Keller", hi="Hi Juna,", bye="Kind regards", thanks="Thanks",
        approve=["Approved", "Approve", "I approve", "OK, approved", "Invoice approved", "Approved for payment", "Yes, approved"],
        reject=["Rejected: {}", "Reject {}", "Declined - {}", "Not approved, {}", "I reject this invoice because {}"],
        reasons=["wrong purchase order", "the goods never arrived", "the price is too high"],
        questions=["Who ordered this?", "Question: which project is this for", "Has it been delivered?"],
        unclear=["Approved if the goods are here", "Approve 500 only", "Not approved yet", "I cannot approve it today",
                 "Approved except line 2", "I approved the last one, but this is double", "Please have Tom approve it"],
        away=["I am out of the office until Monday.", "Automatic reply: on annual leave."],
        mobile="Sent from my iPhone", wrote="On Mon, 30 Nov 2026 at 09:14, Payables <%s> wrote:", original="Original Message",
        heads=("From", "Sent", "To", "Subject"), ask="Answer APPROVE, REJECT with a reason, or QUESTION with your question.", word="APPROVE",
        outlook="Get Outlook for iOS"),
    "de": dict(
        name="Anna Keller", hi="Hallo Juna,", bye="Mit freundlichen Grüßen", thanks="Danke",
        approve=["Freigegeben", "Genehmigt", "Ich genehmige die Rechnung", "OK, freigegeben", "Rechnung freigegeben", "Ja, genehmigt", "Ich gebe die Rechnung frei"],
        reject=["Abgelehnt: {}", "Ablehnen {}", "Nicht genehmigt, {}", "Ich lehne ab, weil {}", "Abgelehnt - {}"],
        reasons=["falsche Bestellnummer", "die Ware kam nie an", "der Preis ist zu hoch"],
        questions=["Wer hat das bestellt?", "Frage: zu welchem Projekt gehört das", "Ist die Ware schon da?"],
        unclear=["Freigegeben, wenn die Ware da ist", "Nur 500 freigegeben", "Noch nicht genehmigt", "Kann ich heute nicht prüfen",
                 "Genehmigt außer Position 2", "Die letzte habe ich freigegeben, aber diese ist doppelt", "Bitte von Tom freigeben lassen"],
        away=["Ich bin bis Montag nicht im Büro.", "Abwesenheitsnotiz: ich bin im Urlaub."],
        mobile="Von meinem iPhone gesendet", wrote="Am Mo., 30. Nov. 2026 um 09:14 Uhr schrieb Payables <%s>:", original="Ursprüngliche Nachricht",
        heads=("Von", "Gesendet", "An", "Betreff"), ask="Antworten Sie FREIGEGEBEN, ABGELEHNT mit Grund oder FRAGE mit Ihrer Frage.", word="FREIGEGEBEN",
        outlook="Outlook für iOS beziehen"),
    "fr": dict(
        name="Anne Meunier", hi="Bonjour Juna,", bye="Cordialement", thanks="Merci",
        approve=["Approuvé", "J'approuve", "OK, approuvé", "Facture approuvée", "Validé", "Oui, approuvée", "Bon pour accord"],
        reject=["Refusé : {}", "Refus {}", "Non approuvé, {}", "Je refuse car {}", "Rejeté - {}"],
        reasons=["mauvais bon de commande", "la marchandise n'est jamais arrivée", "le prix est trop élevé"],
        questions=["Qui a commandé ?", "Question : c'est pour quel projet", "La livraison est-elle arrivée ?"],
        unclear=["Approuvé si la marchandise est là", "500 seulement approuvés", "Pas encore approuvé", "Je verrai demain",
                 "Approuvé sauf la ligne 2", "J'ai approuvé la dernière, mais celle-ci est en double", "À faire approuver par Tom"],
        away=["Je suis absente jusqu'à lundi.", "Réponse automatique : je suis en congé."],
        mobile="Envoyé de mon iPhone", wrote="Le lun. 30 nov. 2026 à 09:14, Payables <%s> a écrit :", original="Message d'origine",
        heads=("De", "Envoyé", "À", "Objet"), ask="Répondez APPROUVÉ, REFUSÉ avec une raison, ou QUESTION.", word="APPROUVÉ",
        outlook="Télécharger Outlook pour iOS"),
    "nl": dict(
        name="Anna Kuiper", hi="Hallo Juna,", bye="Met vriendelijke groet", thanks="Bedankt",
        approve=["Goedgekeurd", "Akkoord", "Ik ga akkoord", "OK, goedgekeurd", "Factuur goedgekeurd", "Ja, akkoord", "Ik keur de factuur goed"],
        reject=["Afgekeurd: {}", "Afwijzen {}", "Niet goedgekeurd, {}", "Afgewezen omdat {}", "Niet akkoord - {}"],
        reasons=["verkeerde bestelling", "de goederen zijn nooit gekomen", "de prijs is te hoog"],
        questions=["Wie heeft dit aangevraagd?", "Vraag: voor welk project is dit", "Is het al binnen?"],
        unclear=["Goedgekeurd als de goederen er zijn", "Alleen 500 goedgekeurd", "Nog niet akkoord", "Ik kijk morgen",
                 "Goedgekeurd behalve regel 2", "De vorige was akkoord, maar deze is dubbel", "Laat Tom dit goedkeuren"],
        away=["Ik ben tot maandag niet op kantoor.", "Automatisch antwoord: ik ben met vakantie."],
        mobile="Verstuurd vanaf mijn iPhone", wrote="Op ma 30 nov 2026 om 09:14 schreef Payables <%s>:", original="Oorspronkelijk bericht",
        heads=("Van", "Verzonden", "Aan", "Onderwerp"), ask="Antwoord GOEDGEKEURD, AFGEKEURD met reden, of VRAAG.", word="GOEDGEKEURD",
        outlook="Outlook voor iOS downloaden"),
    "it": dict(
        name="Anna Ricci", hi="Buongiorno Juna,", bye="Cordiali saluti", thanks="Grazie",
        approve=["Approvato", "Approvo", "Approvo la fattura", "OK, approvato", "Fattura approvata", "Sì, approvata", "Autorizzo il pagamento"],
        reject=["Rifiutato: {}", "Respingo, {}", "Non approvato, {}", "Rifiuto perché {}", "Respinta - {}"],
        reasons=["ordine sbagliato", "la merce non è mai arrivata", "il prezzo è troppo alto"],
        questions=["Chi l'ha ordinato?", "Domanda: per quale progetto", "È già arrivato?"],
        unclear=["Approvato se la merce è arrivata", "Approvati solo 500", "Non ancora approvato", "Lo guardo domani",
                 "Approvato tranne la riga 2", "Ho approvato l'ultima, ma questa è doppia", "Da far approvare a Tom"],
        away=["Sono fuori ufficio fino a lunedì.", "Risposta automatica: sono in ferie."],
        mobile="Inviato da iPhone", wrote="Il giorno lun 30 nov 2026 alle ore 09:14 Payables <%s> ha scritto:", original="Messaggio originale",
        heads=("Da", "Inviato", "A", "Oggetto"), ask="Rispondere APPROVATO, RIFIUTATO con il motivo, o DOMANDA.", word="APPROVATO",
        outlook="Scarica Outlook per iOS"),
    "es": dict(
        name="Ana Castro", hi="Hola Juna:", bye="Saludos cordiales", thanks="Gracias",
        approve=["Aprobado", "Apruebo", "Apruebo la factura", "OK, aprobado", "Factura aprobada", "Sí, aprobada", "Autorizo el pago"],
        reject=["Rechazado: {}", "Rechazo la factura, {}", "No aprobado, {}", "Rechazo porque {}", "Rechazada - {}"],
        reasons=["pedido equivocado", "la mercancía nunca llegó", "el precio es demasiado alto"],
        questions=["¿Quién lo pidió?", "Pregunta: para qué proyecto es", "¿Ya llegó?"],
        unclear=["Aprobado si llegó la mercancía", "Aprobados solo 500", "Todavía no aprobado", "Lo miro mañana",
                 "Aprobado excepto la línea 2", "Aprobé la última, pero esta es doble", "Que lo apruebe Tomás"],
        away=["Estoy fuera de la oficina hasta el lunes.", "Respuesta automática: estoy de vacaciones."],
        mobile="Enviado desde mi iPhone", wrote="El lun, 30 nov 2026 a las 9:14, Payables (<%s>) escribió:", original="Mensaje original",
        heads=("De", "Enviado", "Para", "Asunto"), ask="Responda APROBADO, RECHAZADO con motivo, o PREGUNTA.", word="APROBADO",
        outlook="Obtener Outlook para iOS"),
    "pt": dict(
        name="Ana Costa", hi="Olá Juna,", bye="Cumprimentos", thanks="Obrigada",
        approve=["Aprovado", "Aprovo", "Aprovo a fatura", "OK, aprovado", "Fatura aprovada", "Sim, aprovada", "Autorizo o pagamento"],
        reject=["Rejeitado: {}", "Recuso, {}", "Não aprovado, {}", "Rejeito porque {}", "Recusada - {}"],
        reasons=["pedido errado", "a mercadoria nunca chegou", "o preço é muito alto"],
        questions=["Quem encomendou isto?", "Pergunta: para que projeto é", "Já chegou?"],
        unclear=["Aprovado se a mercadoria chegou", "Aprovados apenas 500", "Ainda não aprovado", "Vejo amanhã",
                 "Aprovado exceto a linha 2", "Aprovei a última, mas esta está em duplicado", "O Tomás que aprove"],
        away=["Estou fora do escritório até segunda.", "Resposta automática: estou de férias."],
        mobile="Enviado do meu iPhone", wrote="Em seg., 30 de nov. de 2026 às 09:14, Payables <%s> escreveu:", original="Mensagem original",
        heads=("De", "Enviado", "Para", "Assunto"), ask="Responda APROVADO, REJEITADO com motivo, ou PERGUNTA.", word="APROVADO",
        outlook="Obtenha o Outlook para iOS"),
    "pl": dict(
        name="Anna Król", hi="Dzień dobry,", bye="Pozdrawiam", thanks="Dziękuję",
        approve=["Zatwierdzam", "Akceptuję", "Zatwierdzam fakturę", "OK, zatwierdzam", "Faktura zatwierdzona", "Tak, akceptuję", "Zatwierdzone"],
        reject=["Odrzucam: {}", "Odrzucone, {}", "Nie zatwierdzam, {}", "Odrzucam, ponieważ {}", "Odrzucona - {}"],
        reasons=["złe zamówienie", "towar nigdy nie dotarł", "cena jest za wysoka"],
        questions=["Kto to kupił?", "Pytanie: do jakiego projektu", "Czy już jest?"],
        unclear=["Zatwierdzam, jeśli towar jest", "Zatwierdzam tylko 500", "Jeszcze nie zatwierdzam", "Zobaczę jutro",
                 "Zatwierdzone oprócz pozycji 2", "Ostatnią zatwierdziłam, ale ta jest podwójna", "Niech Tomek zatwierdzi"],
        away=["Jestem poza biurem do poniedziałku.", "Automatyczna odpowiedź: jestem na urlopie."],
        mobile="Wysłane z iPhone'a", wrote="pon., 30 lis 2026 o 09:14 Payables <%s> napisał(a):", original="Wiadomość oryginalna",
        heads=("Od", "Wysłano", "Do", "Temat"), ask="Odpowiedz ZATWIERDZAM, ODRZUCAM z powodem, albo PYTANIE.", word="ZATWIERDZAM",
        outlook="Pobierz aplikację Outlook dla systemu iOS"),
}


def quoted(words, depth=1):
    lines = ["2026-118, Hollow Oak Ltd", "", words["ask"], words["word"], "", "Ref: aaaa.bbbb"]
    mark = ">" * depth
    return "\n".join(f"{mark} {line}".rstrip() for line in lines)


def head(words, bold=False):
    values = [f"Payables <{ADDRESS}>", "30.11.2026 09:14", f"{words['name']} <anna@office.example>", "2026-118"]
    star = "*" if bold else ""
    return "\n".join(f"{star}{label}:{star} {value}" for label, value in zip(words["heads"], values))


def plain(words):
    return f"2026-118\n\n{words['ask']}\n{words['word']}\n\nRef: aaaa.bbbb"


def sign(words):
    return f"{words['bye']}\n{words['name']}"


PROGRAMS = {
    "gmail": lambda text, w: f"{text}\n\n{w['wrote'] % ADDRESS}\n\n{quoted(w)}",
    "gmail-wrapped": lambda text, w: f"{text}\n\n{(w['wrote'] % ADDRESS).replace(' <', chr(10) + '<').replace(' (<', chr(10) + '(<')}\n\n{quoted(w)}",
    "outlook": lambda text, w: f"{text}\n\n{sign(w)}\n\n{head(w)}\n\n{plain(w)}",
    "outlook-web": lambda text, w: f"{text}\n\n{sign(w)}\n{'_' * 32}\n{head(w, bold=True)}\n\n{plain(w)}",
    "outlook-phone": lambda text, w: f"{text}\n\n{w['outlook']}<https://aka.example/o0ukef>\n{'_' * 32}\n{head(w)}\n\n{plain(w)}",
    "outlook-old": lambda text, w: f"{text}\n\n{sign(w)}\n\n-----{w['original']}-----\n{head(w)}\n\n{plain(w)}",
    "apple": lambda text, w: f"{text}\n\n{w['thanks']}\n{w['name'].split()[0]}\n\n> {w['wrote'] % ADDRESS}\n> \n{quoted(w)}",
    "iphone": lambda text, w: f"{text}\n\n{w['mobile']}\n\n> {w['wrote'] % ADDRESS}\n> \n> \ufeff\n{quoted(w)}",
    "thunderbird-below": lambda text, w: f"{w['wrote'] % ADDRESS}\n{quoted(w)}\n\n{text}\n\n-- \n{w['name']}\nTel. +49 30 000000",
    "proton": lambda text, w: f"{text}\n\n{w['wrote'] % ADDRESS}\n\n{quoted(w)}\n",
    "html": lambda text, w: f"{w['hi']}\n\n{text}\n\n{sign(w)}\n\n{w['wrote'] % ADDRESS}\n{quoted(w, 2)}",
    "bare": lambda text, w: text,
}


def records(code, words, rng):
    forms = []
    endings = ["", ".", "!"]
    for program in PROGRAMS:
        forms.append((program, "approve", rng.choice(words["approve"]) + rng.choice(endings), ""))
    for program in rng.sample(sorted(PROGRAMS), 5):
        reason = rng.choice(words["reasons"])
        forms.append((program, "reject", rng.choice(words["reject"]).format(reason), reason))
    for program in rng.sample(sorted(PROGRAMS), 4):
        forms.append((program, "question", rng.choice(words["questions"]), ""))
    for text in words["unclear"]:
        forms.append((rng.choice(sorted(PROGRAMS)), "unclear", text, ""))
    for text in words["away"]:
        forms.append((rng.choice(["bare", "gmail", "outlook"]), "automatic", text, ""))
    for number, (program, truth, text, reason) in enumerate(forms, 1):
        body = PROGRAMS[program](text, words).replace("\ufeff", "\\u{FEFF}")
        yield f"=== {code}-{program}-{number:02} | {truth} | {words['name']} | {reason}".rstrip(" |") + f"\n{body.rstrip()}\n"


def main():
    HERE.mkdir(parents=True, exist_ok=True)
    for code, words in LANGUAGES.items():
        (HERE / f"{code}.txt").write_text("".join(records(code, words, random.Random(f"replies {code}"))), encoding="utf-8")


if __name__ == "__main__":
    main()

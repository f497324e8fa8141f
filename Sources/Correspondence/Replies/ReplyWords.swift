/// What people answer with, as closed lists. A word that is not here leaves the answer to a person; so a list may be short,
/// and a new word has to mean the same wherever it stands. All are folded as ``ReplyLine`` folds.
struct ReplyWords: Sendable {
    /// Whole approvals: each says by itself that the invoice is approved.
    let approvals: PhraseList
    /// Stand before an approval and say nothing alone: `yes`.
    let openers: PhraseList
    /// Whole refusals. A reason has to follow.
    let refusals: PhraseList
    /// Refusals that are orders: their reason may follow without a mark, `REJECT wrong price`.
    let orders: Set<String>
    /// Stand before a reason: `because`.
    let causes: PhraseList

    private init(
        approvals: PhraseList, openers: PhraseList, refusals: PhraseList, orders: Set<String>, causes: PhraseList
    ) {
        self.approvals = approvals
        self.openers = openers
        self.refusals = refusals
        self.orders = orders
        self.causes = causes
    }

    static let languages = [english, german, french, dutch, italian, spanish, portuguese, polish]

    private static let english = ReplyWords(
        approvals: PhraseList(
            "{,i,we} {,hereby,do} approve {,it,this,this one,the invoice,this invoice,invoice,the payment,this payment,payment,the bill,this bill}",
            "{i am,i'm,} approving {,it,this,the invoice,this invoice}",
            "{,it is,it's,this is,this one is,invoice,invoice is,the invoice is,this invoice is,payment,payment is,the payment is,bill} {,hereby} approved {,for payment,to pay,by me,from my side,on my side}",
            "approval {granted,given,confirmed}", "{i,we} {give,grant} {,my,our} approval", "you have my approval",
            "released for payment|{i,we} confirm {my,our,the} approval"),
        openers: PhraseList(
            "yes|yep|yeah|sure|fine|agreed|good|great|perfect|all good|looks good|looks good to me|all fine"),
        refusals: PhraseList(
            "{,i,we,i hereby} {reject,decline,refuse} {,it,this,this one,the invoice,this invoice,the payment}",
            "{,i am,i'm} {rejecting,declining} {,it,this,the invoice,this invoice}",
            "{,it is,this is,this one is,invoice,the invoice is,this invoice is} {rejected,declined,refused,denied,not approved,disapproved}",
            "{,i,we} {cannot,can't,can not,do not,don't,will not,won't} approve {,it,this,this one,the invoice,this invoice}",
            "i am not approving {,it,this}|i'm not approving {,it,this}|not approving {,it,this}",
            "approval {denied,refused,rejected}|rejection"),
        orders: ["reject", "decline", "refuse"], causes: PhraseList("because|because of|as|since|due to|for"))

    private static let german = ReplyWords(
        approvals: PhraseList(
            "{,ich,wir} {,hiermit} {genehmige,genehmigen} {,die rechnung,diese rechnung,rechnung,das,sie,die zahlung}",
            "{ich gebe,gebe,wir geben,gebe ich} {,hiermit} {,die rechnung,diese rechnung,rechnung,sie,das,die zahlung} {,hiermit} frei",
            "hiermit gebe ich {die rechnung,diese rechnung,das} frei|hiermit genehmige ich {die rechnung,diese rechnung,das}",
            "{,ist,rechnung,rechnung ist,die rechnung ist,diese rechnung ist,das ist,zahlung,die zahlung ist} {,hiermit} {freigegeben,genehmigt}",
            "{,rechnung,die rechnung,diese rechnung} kann freigegeben werden",
            "zur zahlung freigegeben|{,zur} zahlung genehmigt|von mir {freigegeben,genehmigt}|{freigegeben,genehmigt} von mir",
            "{freigabe,genehmigung} {,ist,hiermit,ist hiermit} erteilt|ich erteile {,hiermit} {die freigabe,die genehmigung,freigabe}",
            "freigabe|freigeben|genehmigung"),
        openers: PhraseList(
            "ja|jawohl|passt|passt so|alles klar|in ordnung|alles in ordnung|super|prima|gut|einverstanden|geht klar"),
        refusals: PhraseList(
            "{,ich,wir} {lehne,lehnen} {,die rechnung,diese rechnung,das,sie} ab|{,rechnung,die rechnung ist,ist,wird} abgelehnt",
            "ablehnen|ablehnung|zuruckgewiesen|zurueckgewiesen|{rechnung,die rechnung ist,ist,} nicht {freigegeben,genehmigt}",
            "keine {freigabe,genehmigung}|{freigabe,genehmigung} {verweigert,abgelehnt,nicht erteilt}",
            "{ich genehmige,genehmige ich} {,die rechnung,diese rechnung,das,sie} nicht",
            "{ich gebe,gebe ich} {,die rechnung,diese rechnung,das,sie} nicht frei",
            "{,das,die rechnung,diese rechnung} kann ich {,so} nicht {freigeben,genehmigen}",
            "ich kann {,das,die rechnung,diese rechnung,sie} {,so} nicht {freigeben,genehmigen}",
            "{,rechnung,die rechnung} kann nicht {freigegeben,genehmigt} werden"),
        orders: ["ablehnen", "ablehnung"], causes: PhraseList("weil|da|denn|wegen|aufgrund"))

    private static let french = ReplyWords(
        approvals: PhraseList(
            "{approuve,approuvee,valide,validee,j'approuve,je valide,approuver,valider,nous approuvons,nous validons} {,la facture,cette facture,facture,le paiement,ce paiement}",
            "{facture,la facture est,cette facture est,c'est,paiement,le paiement est,est} {approuve,approuvee,valide,validee}",
            "{approuve,approuvee,valide,validee} {par moi,de ma part,pour paiement}",
            "bon pour {accord,paiement}|bon a payer|bon pour accord et paiement|{approbation,validation} {donnee,accordee}|accord donne",
            "je donne mon {accord,approbation}|accorde"),
        openers: PhraseList("oui|parfait|d'accord|tres bien|c'est bon|entendu"),
        refusals: PhraseList(
            "{refuse,refusee,rejete,rejetee,refuser,rejeter,je refuse,je rejette,nous refusons} {,la facture,cette facture,le paiement}",
            "{facture,la facture est,cette facture est} {refusee,rejetee}|{,facture} {non,pas} {approuve,approuvee,valide,validee}",
            "je {n'approuve,ne valide} pas {,la facture,cette facture}|refus|rejet|je ne peux pas {approuver,valider} {,la facture,cette facture}"
        ),
        orders: ["refuser", "rejeter", "refus", "rejet"],
        causes: PhraseList("parce que|car|en raison de|a cause de|puisque"))

    private static let dutch = ReplyWords(
        approvals: PhraseList(
            "{,is,factuur,factuur is,de factuur is,deze factuur is,dit is,hierbij,betaling} goedgekeurd {,voor betaling,door mij}",
            "{ik keur,keur ik,hierbij keur ik} {,de factuur,deze factuur,dit,hem,het} {,hierbij} goed",
            "{,ik ga,ga,ik ben,ben,factuur} akkoord {,voor betaling,met betaling,met de factuur,met deze factuur,van mij,van mijn kant}",
            "{goedkeuring,akkoord} {verleend,gegeven}|goedkeuren|ik geef {,mijn} {akkoord,goedkeuring}|voor akkoord"),
        openers: PhraseList("ja|prima|in orde|helemaal goed|is goed|goed|top"),
        refusals: PhraseList(
            "{,factuur,de factuur is,is} {afgekeurd,afgewezen,geweigerd}|afkeuren|afwijzen|weigeren|afkeuring|afwijzing",
            "ik {keur,wijs} {,de factuur,deze factuur,dit} af|{,factuur,is} niet {goedgekeurd,akkoord}|geen {akkoord,goedkeuring}",
            "{,ik ga,ga,ik ben} niet akkoord|ik keur {,de factuur,deze factuur,dit} niet goed|ik kan {,dit,de factuur,deze factuur} niet goedkeuren"
        ),
        orders: ["afkeuren", "afwijzen", "weigeren"], causes: PhraseList("omdat|wegens|want|vanwege"))

    private static let italian = ReplyWords(
        approvals: PhraseList(
            "{approvo,approviamo,approvare,autorizzo} {,la fattura,questa fattura,fattura,il pagamento}",
            "{,fattura,la fattura e,questa fattura e,e,pagamento,il pagamento e} {approvato,approvata,autorizzato,autorizzata} {,da me,da parte mia}",
            "approvazione {concessa,data}|do {la mia,l'} approvazione|do il mio benestare"),
        openers: PhraseList("si|va bene|perfetto|d'accordo|bene|tutto ok|certo"),
        refusals: PhraseList(
            "{,fattura,la fattura e} {rifiutato,rifiutata,respinto,respinta,negato,negata}|rifiuto {,la fattura,questa fattura}",
            "{respingo,rifiutare,respingere} {,la fattura,questa fattura}|{,fattura} non {approvato,approvata,autorizzato,autorizzata}",
            "non {approvo,autorizzo} {,la fattura,questa fattura}|non posso approvare {,la fattura,questa fattura}"),
        orders: ["rifiutare", "respingere"], causes: PhraseList("perche|poiche|in quanto|per"))

    private static let spanish = ReplyWords(
        approvals: PhraseList(
            "{apruebo,aprobamos,aprobar,autorizo} {,la factura,esta factura,factura,el pago}",
            "{,factura,la factura esta,esta factura esta,esta,queda,pago,el pago esta} {aprobado,aprobada,autorizado,autorizada} {,por mi,por mi parte,para pago}",
            "doy {,mi} {aprobacion,el visto bueno}|aprobacion {concedida,dada}|visto bueno"),
        openers: PhraseList("si|de acuerdo|perfecto|vale|conforme|esta bien|bien|claro|correcto"),
        refusals: PhraseList(
            "{,factura,la factura esta,queda} {rechazado,rechazada,denegado,denegada}|{rechazo,rechazar,rechazamos} {,la factura,esta factura}",
            "{,factura} no {aprobado,aprobada,autorizado,autorizada}|no {apruebo,autorizo} {,la factura,esta factura}",
            "no puedo aprobar {,la factura,esta factura,esto}"),
        orders: ["rechazar"], causes: PhraseList("porque|ya que|por|debido a|pues"))

    private static let portuguese = ReplyWords(
        approvals: PhraseList(
            "{aprovo,aprovamos,aprovar,autorizo} {,a fatura,esta fatura,fatura,a nota fiscal,o pagamento}",
            "{,fatura,a fatura esta,esta fatura esta,esta,fica,pagamento,o pagamento esta,nota fiscal} {aprovado,aprovada,autorizado,autorizada} {,por mim,da minha parte}",
            "dou a minha aprovacao|aprovacao {concedida,dada}|tem a minha aprovacao"),
        openers: PhraseList("sim|perfeito|de acordo|tudo bem|tudo certo|certo|esta bem|esta certo|otimo"),
        refusals: PhraseList(
            "{,fatura,a fatura esta,fica} {rejeitado,rejeitada,recusado,recusada,reprovado,reprovada}",
            "{rejeito,rejeitar,recuso,recusar} {,a fatura,esta fatura}|{,fatura} nao {aprovado,aprovada,autorizado,autorizada}",
            "nao {aprovo,autorizo} {,a fatura,esta fatura}|nao posso aprovar {,a fatura,esta fatura}"),
        orders: ["rejeitar", "recusar"], causes: PhraseList("porque|pois|por|devido a|ja que"))

    private static let polish = ReplyWords(
        approvals: PhraseList(
            "{zatwierdzam,zatwierdzamy,akceptuje,akceptujemy,zatwierdzic} {,fakture,te fakture,platnosc}",
            "{,faktura,faktura jest,platnosc} {zatwierdzone,zatwierdzona,zatwierdzony,zaakceptowane,zaakceptowana,zaakceptowany}",
            "zatwierdzono {,fakture}|zaakceptowano {,fakture}|wyrazam zgode {,na platnosc}|zgoda {,na platnosc}|zgadzam sie|akceptacja"
        ),
        openers: PhraseList("tak|dobrze|w porzadku|super|jasne|oczywiscie"),
        refusals: PhraseList(
            "{odrzucam,odrzucamy,odrzucic} {,fakture,te fakture}|{,faktura,faktura jest} {odrzucone,odrzucona,odrzucony}|odrzucono",
            "odmawiam|odmowa|nie {zatwierdzam,akceptuje} {,faktury,tej faktury}|{,faktura} nie {zatwierdzono,zatwierdzona,zaakceptowano,zaakceptowana}",
            "nie zgadzam sie|nie wyrazam zgody|nie moge {zatwierdzic,zaakceptowac} {,faktury,tej faktury}|brak {zgody,akceptacji}"
        ),
        orders: ["odrzucic", "odrzucam"], causes: PhraseList("poniewaz|bo|gdyz|z powodu|dlatego ze"))

    static let openers = PhraseList("ok|okay|okey|oki|okej")
    static let regrets = PhraseList(
        "no|sorry|unfortunately|nein|leider|tut mir leid|non|desole|desolee|malheureusement|nee|helaas|purtroppo|mi dispiace|lo siento|lamentablemente|nao|infelizmente|lamento|nie|niestety|przykro mi|ok|okay"
    )
    /// Behind an approval, and no condition: it asks for what an approval is for.
    static let tails = PhraseList(
        "{,please} {pay,proceed,process,process it,go ahead,release}|{bitte,} {zahlen,bezahlen,buchen}|go ahead|adelante|procedere pure|{,you can,you may} {pay,proceed}"
    )
    static let thanks = PhraseList(
        "thanks|thank you|many thanks|thanks a lot|thank you very much|thank you so much|thanks very much|thx|cheers",
        "danke|vielen dank|besten dank|danke schon|dankeschon|danke sehr|herzlichen dank|danke dir|danke ihnen|danke und|merci|merci beaucoup|merci d'avance|merci bien",
        "bedankt|dank|dank je|dank u|dank je wel|dank u wel|dankjewel|hartelijk dank|alvast bedankt|grazie|grazie mille|molte grazie|mille grazie",
        "gracias|muchas gracias|obrigado|obrigada|muito obrigado|muito obrigada|dzieki|dziekuje|dziekuje bardzo|bardzo dziekuje|z gory dziekuje"
    )
    static let closings = PhraseList(
        "{,best,kind,kindest,warm,many} {regards,greetings}|best|best wishes|sincerely|yours sincerely|yours faithfully|all the best|have a {nice,good,great} {day,weekend,evening,week}|br|kr|rgds|with kind regards|with best regards",
        "{,viele,liebe,beste,schone,freundliche,herzliche,mit freundlichen,mit besten,mit vielen,mit lieben} {grusse,grussen,gruesse,gruessen,gruss}|mit freundlichem gruss|lg|vg|mfg|bg|schonen tag|schonen tag noch|schones wochenende",
        "cordialement|bien cordialement|tres cordialement|cdt|cdlt|bien a vous|{,sinceres,meilleures,cordiales} salutations|{bonne,belle} {journee,soiree}|bon week-end|a bientot|amicalement",
        "mvg|{,met,met vriendelijke,vriendelijke,hartelijke,met hartelijke} {groet,groeten}|gr|fijne dag|fijne dag nog|fijn weekend",
        "saluti|un saluto|cordiali saluti|distinti saluti|cordialmente|buona {giornata,serata}|buon {lavoro,weekend}|a presto|un cordiale saluto",
        "saludos|un saludo|{,saludos} cordiales|saludos cordiales|cordiales saludos|un cordial saludo|atentamente|buen {dia,fin de semana}|que tenga buen dia|un abrazo",
        "cumprimentos|{,com os} melhores cumprimentos|cordiais cumprimentos|com os {meus,melhores} cumprimentos|atenciosamente|att|abraco|abracos|um abraco|bom {trabalho,dia,fim de semana}",
        "pozdrawiam|pozdrowienia|pozdrawiam serdecznie|serdecznie pozdrawiam|z powazaniem|z wyrazami szacunku|milego {dnia,weekendu}"
    )
    static let greetings = PhraseList(
        "hi|hello|hey|dear|good {morning,afternoon,evening,day}|morning|hallo|guten {tag,morgen,abend}|moin|servus|sehr {geehrte,geehrter,geehrtes}|{liebe,lieber,liebes}|gruezi|gruss gott|grusse",
        "bonjour|bonsoir|salut|cher|chere|chers|madame|monsieur|beste|geachte|goedemorgen|goedemiddag|goedendag|goedenavond|dag|hoi",
        "buongiorno|buonasera|salve|ciao|gentile|gentili|egregio|egregi|caro|cara|cari|hola|buenos dias|buenas tardes|buenas|estimado|estimada|estimados|querido|querida",
        "ola|bom dia|boa tarde|boa noite|prezado|prezada|prezados|dzien dobry|dobry wieczor|czesc|witam|szanowni panstwo|szanowny|szanowna|szanowni|drogi|droga|hej"
    )
    static let questions: Set<String> = [
        "question", "questions", "query", "frage", "fragen", "ruckfrage", "rueckfrage", "vraag", "domanda", "quesito",
        "pregunta", "consulta", "pergunta", "duvida", "pytanie",
    ]

    /// How lines begin that a telephone or a program puts below a mail.
    static let sentFrom: [[String]] = [
        "sent from", "sent with", "sent via", "sent using", "get outlook", "get bluemail", "von meinem", "von meiner",
        "gesendet von", "gesendet mit", "gesendet uber", "outlook fur", "holen sie sich outlook",
        "diese nachricht wurde von",
        "envoye de", "envoye depuis", "envoye a partir", "envoye avec", "telecharger outlook", "obtenez outlook",
        "provenance courriel", "verstuurd vanaf", "verstuurd met", "verzonden vanaf", "verzonden met", "verzonden via",
        "outlook voor", "download outlook", "inviato da", "inviato dal", "inviato con", "scarica outlook",
        "ottieni outlook",
        "enviado desde", "enviado con", "enviado do", "enviado de", "enviado a partir", "enviado com",
        "obtener outlook",
        "obtenha o outlook", "descarga outlook", "baixar o outlook", "wyslane z", "wyslano z", "wyslane za",
        "wyslano za",
        "pobierz outlook", "pobierz aplikacje outlook", "pobierz program outlook", "uzyskaj outlook", "skickat fran",
        "sendt fra",
    ].map { $0.split(separator: " ").map(String.init) }

    static let disclaimerTitles: Set<String> = [
        "disclaimer", "confidentiality notice", "legal notice", "rechtlicher hinweis", "vertraulichkeitshinweis",
        "avis de confidentialite", "avvertenza", "aviso legal", "aviso de confidencialidad",
        "aviso de confidencialidade",
        "klauzula poufnosci", "vertrouwelijkheid",
    ]
    static let disclaimers: [String] = [
        "is confidential", "are confidential", "be confidential", "contain confidential", "contains confidential",
        "confidential and", "confidentiality notice", "intended recipient", "intended only for", "intended solely for",
        "before printing", "before you print", "vertrauliche informationen", "ist vertraulich", "sind vertraulich",
        "nicht der richtige adressat", "nicht der beabsichtigte empfanger", "ausschliesslich fur den",
        "vor dem ausdruck",
        "ausdrucken dieser", "est confidentiel", "sont confidentiels", "informations confidentielles",
        "destine exclusivement", "etablis a l'intention exclusive", "avant d'imprimer", "is vertrouwelijk",
        "zijn vertrouwelijk", "vertrouwelijke informatie", "uitsluitend bestemd", "informazioni riservate",
        "carattere confidenziale", "esclusivamente al destinatario", "esclusivamente ai destinatari", "riservato e",
        "prima di stampare", "es confidencial", "informacion confidencial", "son confidenciales",
        "exclusivamente a su destinatario", "exclusivo del destinatario", "antes de imprimir", "e confidencial",
        "sao confidenciais", "informacao confidencial", "informacoes confidenciais", "exclusivamente ao destinatario",
        "jest poufna", "sa poufne", "informacje poufne", "poufne informacje", "wylacznie dla adresata",
        "wylacznie do adresata",
    ]

    /// Take something back, set a condition, or name a part; in any of the languages.
    static let doubts: Set<String> = [
        "not", "don't", "dont", "cannot", "can't", "cant", "won't", "isn't", "no", "but", "only", "except", "excluding",
        "if",
        "unless", "until", "wait", "hold", "stop", "however", "pending", "provided", "partially", "partial", "partly",
        "although", "though", "never", "cancel", "revoke", "mistake", "wrong", "after", "once", "maximum",
        "nicht", "nur", "aber", "jedoch", "wenn", "falls", "sobald", "sofern", "erst", "kein", "keine", "keinen",
        "ausser",
        "warten", "stopp", "teilweise", "vorbehalt", "vorbehaltlich", "doch", "trotzdem", "widerrufen", "irrtum",
        "falsch",
        "mais", "pas", "sauf", "seulement", "uniquement", "si", "reserve", "attendre", "attendez", "partiellement",
        "condition", "hormis", "apres", "ne", "jamais", "erreur",
        "maar", "niet", "alleen", "tenzij", "mits", "indien", "behalve", "wacht", "geen", "gedeeltelijk", "zodra",
        "als",
        "nog", "fout",
        "non", "solo", "tranne", "salvo", "soltanto", "purche", "attendere", "aspettare", "parzialmente", "eccetto",
        "pero",
        "quando", "mai", "errore",
        "excepto", "solamente", "cuando", "espere", "esperar", "parcialmente", "todavia", "nunca", "error",
        "mas", "nao", "exceto", "apenas", "somente", "aguardar", "aguarde", "ainda", "porem", "erro",
        "ale", "nie", "tylko", "jesli", "jezeli", "oprocz", "czekac", "wstrzymac", "czesciowo", "warunkiem", "jednak",
        "jeszcze", "dopiero",
    ]
    static let currencies: Set<String> = [
        "eur", "euro", "euros", "usd", "gbp", "chf", "pln", "zl", "dollar", "dollars", "brl",
    ]
    static let capital: Set<String> = [
        "capital", "stammkapital", "grundkapital", "kapital", "kapitaal", "capitale", "kapital zakladowy", "kapitalu",
        "zakladowy", "share",
    ]

    /// Words that stand in approvals and in nothing else.
    static let approvalWords: Set<String> = [
        "approve", "approved", "approves", "approving", "approval", "genehmige", "genehmigen", "genehmigt",
        "genehmigung",
        "freigegeben", "freigabe", "freigeben", "frei", "approuve", "approuvee", "approuver", "j'approuve", "valide",
        "validee", "valider", "goedgekeurd", "goedkeuren", "goedkeuring", "akkoord", "approvato", "approvata",
        "approvo",
        "approvare", "autorizzato", "autorizzo", "aprobado", "aprobada", "apruebo", "aprobar", "autorizado",
        "autorizada",
        "autorizo", "aprovado", "aprovada", "aprovo", "aprovar", "zatwierdzam", "zatwierdzone", "zatwierdzona",
        "zatwierdzono", "akceptuje", "zaakceptowane", "zaakceptowana", "zgoda", "accord",
    ]
    static let refusalWords: Set<String> = [
        "reject", "rejected", "rejecting", "decline", "declined", "refuse", "refused", "denied", "disapproved",
        "ablehnen",
        "abgelehnt", "ablehnung", "zuruckgewiesen", "refusee", "rejete", "rejetee", "refuser", "rejeter", "refus",
        "afgekeurd", "afgewezen", "afkeuren", "geweigerd", "rifiutato", "rifiutata", "rifiuto", "respinto", "respinta",
        "rechazado", "rechazada", "rechazo", "rechazar", "rejeitado", "rejeitada", "rejeito", "recusado", "recusada",
        "recuso", "odrzucam", "odrzucone", "odrzucona", "odrzucono", "odmawiam",
    ]
}

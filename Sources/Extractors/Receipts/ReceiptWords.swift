/// Words that tell the lines of a till receipt from each other, folded; the languages of the schemas, and Malay.
enum ReceiptWords {
    // The head.
    static let contact = WordBook(
        """
        tel telephone telefon telefono telefone telefoon tlf telf telno phone fax faxno email hp hotline website \
        web www mobile mobil handy whatsapp careline infoline internet http https instagram facebook
        """)
    static let register = WordBook(
        """
        reg regno registration gst gstid gstno gstreg roc rocno coreg corego ssm sst vat vatno ust ustid ustidnr uid \
        steuernummer stnr hrb hra siret siren tva rcs ape naf nif cif nipc contribuinte piva partitaiva codfisc nip \
        regon krs btw btwnr kvk brn abn acn taxid companyno
        """)
    /// Begin and name places: kinds of streets, floors, quarters.
    static let place = WordBook(
        """
        no lot unit level floor flr ground block blk suite room bldg building km jalan jln jl lorong lrg persiaran \
        lebuh lebuhraya taman tmn bandar kawasan kampung kg seksyen sek batu wisma menara kompleks plaza mall arcade \
        centre center complex street st road rd avenue ave lane drive boulevard blvd highway park square court way \
        strasse str platz allee weg gasse ring damm ufer hof markt rue bd chemin quai place impasse route zac zone \
        cours via viale piazza corso largo strada calle avenida avda paseo ctra carretera poligono ronda straat laan \
        plein kade dijk singel rua praca estrada travessa ul ulica aleja aleje plac os osiedle hauptstrasse bahnhof \
        bahnhofstrasse
        """)
    /// Kinds of streets that stand before their name, where a post code would stand before a town.
    static let way = WordBook(
        """
        jalan jln jl lorong lrg persiaran lebuh lebuhraya taman tmn kawasan kampung rue avenue boulevard chemin quai place \
        route via viale piazza corso calle avenida plaza paseo rua praca ul ulica aleja street road
        """)
    /// Endings of street names written in one word.
    static let placeEndings = [
        "strasse", "str", "weg", "allee", "platz", "gasse", "ring", "damm", "ufer", "straat", "laan", "plein", "kade",
        "dijk", "markt",
    ]
    /// What a shop says to its customers above its name.
    static let slogan = WordBook(
        """
        welcome thank thanks home the of to your you our for family best fresh quality since bienvenue merci willkommen \
        danke vielen dank benvenuti grazie bienvenido bienvenidos gracias welkom dank bedankt bemvindo obrigado witamy \
        dziekujemy zapraszamy selamat datang terima kasih
        """)
    /// Begin the business part of a receipt, or stand in it only.
    static let business = WordBook(
        """
        invoice taxinvoice receipt bill cashier table order date time qty quantity description item items amount price \
        total cash pos terminal staff server operator counter doc trans transaction ticket caisse caissier cassa cajero \
        kasse kassierer bediener bon rechnung datum uhr uhrzeit beleg belegnr facture recibo factura scontrino documento \
        kassa bonnr paragon kasjer data godzina member customer table pax covers salesperson
        """)

    // The sums.
    static let total = WordBook(
        """
        total totai totalrm totalamount totalsales totaldue totaal totale summe gesamt gesamtbetrag gesamtsumme \
        endbetrag endsumme zahlbetrag rechnungsbetrag jumlah razem suma lacznie kwota totalttc totaleur
        """)
    /// Make a total the one that is paid.
    static let final = WordBook(
        """
        grand nett payable due after rounded final zahlen bezahlen payer pagar pagare betalen zaplaty bayar paid \
        including inclusive incl inkl ttc brutto complessivo zahlbetrag endbetrag
        """)
    /// May stand before the total, and before much else.
    static let amount = WordBook("amount betrag montant importe importo bedrag nett net amt eur rm zapłaty")
    static let sub = WordBook(
        "sub subtotal subtot zwischensumme soustotal sous subtotaal sottototale subtotale podsuma parcial parziale")
    static let count = WordBook(
        """
        qty quantity quantities item items pcs piece pieces anzahl artikel posten articles article articoli articulos \
        artikelen aantal sztuk count qte pezzi unidades itens pax point points punkte savings saving saved earned \
        balance outstanding
        """)
    static let discount = WordBook(
        "discount disc rabatt remise sconto descuento korting rabat desconto promo promotional promotion voucher ersparnis"
    )
    static let tax = WordBook(
        "gst tax sst vat mwst ust mehrwertsteuer tva iva btw ptu podatek steuer taxes taxable service")
    static let inclusive = WordBook(
        "incl inclusive including inc included inkl inklusive ttc brutto compris incluido incluida inclusa incluso ink w"
    )
    static let exclusive = WordBook(
        "excl exclusive excluding exc excluded exkl netto ht ex before zonder bez senza sin")
    static let cash = WordBook(
        """
        cash tendered tender paid payment bar gegeben bargeld especes efectivo entregado contanti contante dinheiro \
        contant gotowka tunai received
        """)
    static let change = WordBook(
        "change ruckgeld zuruck wechselgeld rendu monnaie cambio resto troco wisselgeld reszta terug baki vuelto chg")
    static let card = WordBook(
        """
        card visa visacard master mastercard maestro amex debit credit girocard karte kartenzahlung ec eckarte carte cb \
        bancaire tarjeta carta bancomat pinpas pin karta multibanco vpay contactless creditcard debitcard
        """)
    static let rounding = WordBook(
        "rounding round rounded rnd roundadj roundingadj adj adjustment rundung arrondi arrotondamento redondeo afronding"
    )
}

/// Names of companies that have nothing to do with ``KnownDomains``, many made of the same words: short ones, trades, words put together.
enum UnrelatedDomains {
    static let pairs = 0
    static let alarms = 0

    private static let whole = [
        "post.de", "bank.at", "tank.de", "rewo.de", "aral.example", "lidar.com", "nord.de", "ost.ch", "kran.de",
        "kranbau.de",
        "glas.nl", "glasbau.de", "mora.es", "oak.com", "iron.com", "ironhill.com", "salt.co.uk", "maple.com",
        "mapletree.com", "clover.com",
        "amber.com", "harbor.com", "harbourside.co.uk", "torre.es", "bella.it", "bellavista.it", "corte.it",
        "moulin.fr", "vert.fr",
        "flux.de", "werk.de", "quarz.de", "quarzglas.de", "lumen.de", "lumenwerk.de", "haus.de", "hochland.de",
        "milch.de", "sierra.es",
        "sierranevada.es", "prima.it", "velo.it", "linha.pt", "verde.pt", "prado.pt", "zielony.pl", "las.pl",
        "copper.com", "copperfield.com",
        "north.co.uk", "northfield.co.uk", "northwood.co.uk", "moor.co.uk", "river.com", "rivergate.com",
        "riverside.com", "stone.com",
        "stonehouse.com", "bridgeprint.com", "green.com", "greenfield.com", "greenhouse.com", "hollow.com", "tide.com",
        "tidewater.com",
        "blue.com", "bluefin.com", "fern.com", "rosen.se", "rosenberg.se", "quist.se", "lindquist.se", "elm.com",
        "elmwood.com", "cascade.com",
        "filters.com", "galloway.co.uk", "cables.co.uk", "dune.com", "duneside.com", "hotels.com", "papier.nl",
        "fabriek.nl", "vinhos.pt",
        "porto.pt", "mlyn.pl", "bialy.pl", "kalten.de", "bach.de", "rheinbach.de", "steinbach.de", "offenbach.de",
        "ansbach.de", "lauterbach.de",
        "holland.nl", "hollander.nl", "metaal.nl", "papeterie.fr", "dulac.fr", "ferro.it", "bianco.it", "azulejos.es",
        "quinta.pt",
        "barro.pt", "stalowy.pl", "zuraw.pl", "timber.com", "oakridge.com", "silverpine.com", "logistics.com",
        "meridian.eu", "optics.eu",
        "kupfer.at", "kessel.at", "alpen.ch", "larkfield.co.uk", "foods.co.uk", "windmolen.nl", "beheer.nl",
        "tessari.it", "glass.it",
    ]
    private static let front = [
        "nord", "sued", "ost", "west", "alpen", "rhein", "stein", "glas", "holz", "stahl", "kupfer", "green", "blue",
        "silver", "stone", "river",
        "north", "harbor", "oak", "elm", "iron", "salt", "bella", "torre", "vista", "prado", "linha", "moulin", "pont",
        "verre",
    ]
    private static let back = [
        "bau", "werk", "haus", "bach", "berg", "logistik", "technik", "field", "wood", "gate", "lane", "supply",
        "print", "works", "crest", "dale",
        "mora", "clara", "alta", "nova", "verde", "bleu", "noir",
    ]

    static let all: [String] = {
        var seen = Set(KnownDomains.all)
        let endings = ["de", "com", "co.uk", "example", "it", "fr"]
        var made: [String] = []
        for (row, one) in front.enumerated() {
            for (column, other) in back.enumerated() {
                made.append("\(one)\(other).\(endings[(row + column) % endings.count])")
            }
        }
        return (whole + made).filter { seen.insert($0).inserted }
    }()
}

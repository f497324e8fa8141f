/// Names of countries as they stand alone in addresses, folded; in the lexicon languages.
enum CountryNames {
    static func contains(_ key: String) -> Bool { names.contains(key) }

    private static let names: Set<String> = Set(
        """
        deutschland germany allemagne alemania germania duitsland niemcy osterreich austria autriche oostenrijk \
        schweiz suisse svizzera switzerland zwitserland france frankreich francia frankrijk francja italia italy \
        italien italie spanien spain espana espagne portugal nederland netherlands thenetherlands niederlande paysbas \
        belgien belgium belgique belgie luxembourg luxemburg polska poland polen pologne ireland irland irlande \
        unitedkingdom uk greatbritain england grossbritannien royaumeuni unitedstates usa us unitedstatesofamerica \
        etatsunis india inde indien malaysia singapore canada kanada australia australien danmark denmark danemark \
        sverige sweden schweden norge norway norwegen finland suomi czechia ceskarepublika tschechien romania \
        hungary magyarorszag slovakia slovenia croatia greece turkey china japan mexico brasil brazil \
        ireland liechtenstein monaco latvia lithuania estonia bulgaria
        """.split(separator: " ").map(String.init))
}

/// Names and usual abbreviations of months in the lexicon languages (CLDR), folded.
enum MonthNames {
    /// - Parameter key: ``Folding`` of the printed word.
    /// - Returns: 1...12
    static func month(_ key: String) -> Int? { table[key] }

    private static let table: [String: Int] = {
        let rows: [(Int, String)] = [
            (
                1,
                "january jan januara januar jaenner janner januari janvier janv enero ene gennaio gen janeiro stycznia styczen sty ianuarie ian ledna leden januar tammikuu tammikuuta ocak"
            ),
            (
                2,
                "february feb februara februar februari fevrier fevr fev febrero febbraio fevereiro lutego luty lut februarie unora unor feber febr helmikuu helmikuuta subat"
            ),
            (
                3,
                "march mar marz maerz mrz maart mrt mars marzo marco marca marzec martie brezna brezen marts maaliskuu maaliskuuta marcius mart mac"
            ),
            (
                4,
                "april apr aprila avril avr abril abr aprile kwietnia kwiecien kwi aprilie dubna duben huhtikuu huhtikuuta aprilis nisan"
            ),
            (5, "may mai mei mayo maggio mag maio maja maj kvetna kveten toukokuu toukokuuta majus mayis"),
            (
                6,
                "june jun juna juni juin junio giugno giu junho czerwca czerwiec cze iunie iun cervna cerven kesakuu kesakuuta junius haziran jun"
            ),
            (
                7,
                "july jul jula juli juillet juil julio luglio lug julho lipca lipiec lip iulie iul cervence cervenec heinakuu heinakuuta julius temmuz julai"
            ),
            (
                8,
                "august aug augusta augustus aout agosto ago sierpnia sierpien sie srpna srpen augusti elokuu elokuuta augusztus agustos ogos"
            ),
            (
                9,
                "september sep septembra sept septembre septiembre set settembre setembro wrzesnia wrzesien wrz septembrie zari syyskuu syyskuuta szeptember eylul szept"
            ),
            (
                10,
                "october oct oktobra oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz octombrie rijna rijen lokakuu lokakuuta ekim"
            ),
            (
                11,
                "november nov novembra novembre noviembre novembro listopada listopad lis noiembrie nov marraskuu marraskuuta kasim"
            ),
            (
                12,
                "december dec decembra dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien gru decembrie prosince prosinec desember joulukuu joulukuuta aralik disember"
            ),
        ]
        var table: [String: Int] = [:]
        for (month, names) in rows {
            // Czech "listopad" is November as Polish; "lipca" and "lis" have one meaning each.
            for name in names.split(separator: " ") { table[String(name)] = month }
        }
        return table
    }()
}

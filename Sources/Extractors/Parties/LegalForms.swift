/// Words that end (or begin) the names of companies, folded, as registered in the lexicon countries and their trade
/// partners.
enum LegalForms {
    /// Whether a folded word is a legal form.
    static func contains(_ key: String) -> Bool { forms.contains(key) }

    /// Whether a name carries a legal form; forms printed in parts (`S. p. A.`, `Sp. z o.o.`) count.
    static func isCompany(_ tokens: ArraySlice<Token>) -> Bool {
        for index in tokens.indices {
            let token = tokens[index]
            if forms.contains(token.key) {
                // "AG" and "SA" are forms only in capitals; "as" and "co" are words.
                if token.key.utf8.count > 2 || token.text.filter(\.isLetter).contains(where: \.isUppercase) {
                    return index > tokens.startIndex || tokens.count > 1
                }
            }
            if index + 1 < tokens.endIndex, pairs.contains(token.key + " " + tokens[index + 1].key) { return true }
        }
        return false
    }

    private static let forms: Set<String> = Set(
        """
        gmbh ag kg ohg kgaa ug gbr ev eg se mbh gmbhcokg gmbhco inc incorporated corp corporation llc llp lp ltd \
        limited plc pty pvt bv nv cv vof sarl sas sasu sa eurl sci scop srl spa sapa snc sl sll slu scoop lda ltda \
        unipessoal spzoo spolka ab as asa aps oy oyj kft zrt sro spol doo dd ood eood bhd sdn pte gmbhcokgaa eirl \
        kdd sia uab ou ehf hf sagl sarlau scrl bvba sprl eireli spj spk gmbhag trust stiftung
        """.split(separator: " ").map(String.init))
    private static let pairs: Set<String> = [
        "s a", "b v", "n v", "sp z", "s l", "s r", "s p", "s a.", "pvt ltd", "pty ltd", "sdn bhd", "a s", "i s",
    ]
}

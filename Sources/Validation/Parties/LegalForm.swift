/// Legal forms of companies, so that `Müller Gesellschaft mbH` and `Müller GmbH` are one name while `Müller AG` is not.
enum LegalForm {
    /// Takes legal forms off both ends of a name.
    /// - Parameter words: Folded, single letters joined (`s a r l` → `sarl`).
    /// - Returns: The name's own words, never empty unless `words` is, and the forms in one spelling.
    static func split(_ words: [String]) -> (core: [String], forms: Set<String>) {
        var core = words[...]
        var forms: Set<String> = []
        while let (form, count) = ending(of: core), count < core.count {
            forms.insert(form)
            core = core.dropLast(count)
        }
        if core.count > 1, let first = core.first, leading.contains(first), let form = spellings[first] {
            forms.insert(form)
            core = core.dropFirst()
        }
        return (Array(core), forms)
    }

    private static func ending(of words: ArraySlice<String>) -> (form: String, count: Int)? {
        for count in stride(from: min(longest, words.count), through: 1, by: -1) {
            if let form = spellings[words.suffix(count).joined(separator: " ")] { return (form, count) }
        }
        return nil
    }

    /// Forms that some languages put first.
    private static let leading: Set<String> = [
        "ooo", "zao", "oao", "pao", "too", "pt", "sarl", "sas", "sa", "eurl", "sc", "uab", "ab", "oy", "as", "sia",
        "nv",
        "bv", "spa", "srl", "firma", "fa", "gmbh", "ets", "societe",
    ]

    private static let spellings: [String: String] = {
        var spellings: [String: String] = [:]
        for row in rows.split(separator: "\n") {
            let names = row.split(separator: "|").map(String.init)
            for name in names { spellings[name] = names[0] }
        }
        return spellings
    }()

    private static let longest = spellings.keys.map { $0.split(separator: " ").count }.max() ?? 1

    /// Folded, without connecting words; the first of a row stands for all. GLEIF's list of entity legal forms
    /// (ISO 20275) is the source for what exists.
    private static let rows = """
        gmbh|gesellschaft mbh|ges mbh|gesmbh|mbh|gesellschaft mit beschrankter haftung|gesellschaft mit beschraenkter haftung
        gmbhcokg|gmbh co kg|gmbh co|gmbh cokg|gmbh cie kg|gesellschaft mbh co kg|gmbh co kommanditgesellschaft
        gmbhcokgaa|gmbh co kgaa
        agcokg|ag co kg
        agcokgaa|ag co kgaa
        secokg|se co kg
        secokgaa|se co kgaa
        ugcokg|ug co kg|ug haftungsbeschrankt co kg|ug haftungsbeschraenkt co kg
        gmbhcoohg|gmbh co ohg
        ggmbh|gemeinnutzige gmbh|gemeinnuetzige gmbh
        ug|ug haftungsbeschrankt|ug haftungsbeschraenkt|unternehmergesellschaft haftungsbeschrankt
        ag|aktiengesellschaft
        kgaa|kommanditgesellschaft auf aktien
        kg|kommanditgesellschaft
        ohg|offene handelsgesellschaft|og
        gbr|gesellschaft burgerlichen rechts|gesellschaft buergerlichen rechts
        ek|ekfm|ekfr|eingetragener kaufmann|eingetragene kauffrau|eu
        eg|eingetragene genossenschaft|egen|genmbh
        ev|eingetragener verein
        partg|partgmbb|partnerschaft mbb|partg mbb
        se|societas europaea
        firma|fa
        ltd|limited|ltd liability co
        plc|public limited co|public limited company
        llp|limited liability partnership
        llc|limited liability co|limited liability company
        lp|limited partnership
        inc|incorporated
        corp|corporation
        pllc
        pvtltd|pvt ltd|private limited|private ltd|p ltd|pvt limited
        ptyltd|pty ltd|proprietary limited|pty limited|pty
        pteltd|pte ltd|pte limited|pte
        sdnbhd|sdn bhd|sendirian berhad
        bhd|berhad
        sarl|societe a responsabilite limitee|sarlu
        sas|societe par actions simplifiee
        sasu
        eurl
        sci
        snc|societe en nom collectif|societa in nome collettivo
        scop
        gie
        ets|etablissements
        societe
        sa|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna|societa anonima
        sau
        sl|sociedad limitada|sociedad de responsabilidad limitada
        slu|sl unipersonal|slu unipersonal
        sll
        scoop|s coop|sociedad cooperativa
        sacv|sa de cv|sa cv
        srlcv|s de rl de cv
        ltda|limitada|lda
        eireli
        me
        epp
        unipessoallda|unipessoal lda
        srl|societa a responsabilita limitata|societate cu raspundere limitata
        srls
        srlu|srl unipersonale
        spa|societa per azioni
        sas it|sas di
        sapa
        scarl|societa cooperativa|soc coop|scrl
        bv|besloten vennootschap|bvba
        nv|naamloze vennootschap
        vof|vennootschap onder firma
        cv
        aps|anpartsselskab
        as|aktieselskab|aksjeselskap|akciova spolecnost
        asa
        ks
        ans
        ab|aktiebolag|publ ab
        hb|handelsbolag
        oy|osakeyhtio|oy ab
        oyj
        ky
        ehf
        hf
        spzoo|sp zoo|spolka zoo|spolka z ograniczona odpowiedzialnoscia|sp z ograniczona odpowiedzialnoscia
        spzoospk|sp zoo spk|sp zoo sp k|sp zoo spolka komandytowa|spolka z ograniczona odpowiedzialnoscia sp k
        spj|sp j|spolka jawna
        spk|sp k|spolka komandytowa
        sro|spol sro|spolecnost s rucenim omezenym|spolocnost s rucenim obmedzenym
        kft|korlatolt felelossegu tarsasag
        zrt|zartkoruen mukodo reszvenytarsasag
        nyrt
        bt|beteti tarsasag
        doo|drustvo s ogranicenom odgovornoscu|drustvo z omejeno odgovornostjo
        dd
        dooel
        eood
        ood
        ad
        ead
        ou|osauhing
        sia
        uab|uzdaroji akcine bendrove
        ae|anonimi eteria
        epe
        ike
        sti|as sti|ltd sti|limited sirketi
        ooo
        zao
        oao
        pao
        tov
        kk|kabushiki kaisha
        gk
        pt
        sc
        """
}

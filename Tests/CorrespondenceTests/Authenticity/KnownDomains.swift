@testable import Correspondence

/// Sixty made-up companies.
enum KnownDomains {
    static let all = [
        "nordwind-energie.example", "kaltenbach.de", "brightwater.co.uk", "hollandermetaal.nl", "papeteriedulac.fr",
        "ferrobianco.it", "azulejosmora.es", "quintadobarro.pt", "stalowyzuraw.pl", "oakridgetimber.com",
        "silverpinelogistics.com",
        "meridianoptics.eu", "kupferkessel.at", "alpenquarz.ch", "larkfieldfoods.co.uk", "zeptor.com",
        "windmolenbeheer.nl",
        "fluxwerk.de", "tessariglass.it", "ruvel.fr", "harborlight.com", "stonebridgeprint.com", "vistaclara.es",
        "pradolongo.pt", "zielonylas.pl", "quarzwerk.de", "bellacorte.it", "rivergatesupply.com", "northmoor.co.uk",
        "glasbergen.nl", "pontneuffils.fr", "ambertools.com", "cloverpack.com", "brennholz-kramer.de", "torrealta.es",
        "tavo.pt", "drukarniawisla.pl", "lumenhaus.de", "maplecrest.com", "ironvale.com", "saltmarsh.co.uk",
        "bakkerijdezon.nl",
        "verrerielune.fr", "officinamarra.it", "greenhollow.com", "tidewaterpumps.com", "kranwerk.de",
        "steinfurtgalvanik.de",
        "dunesidehotels.com", "papierfabriek.nl", "vinhosdoporto.pt", "mlynbialy.pl", "cascadefilters.com",
        "elmtreelabels.com",
        "hochlandmilch.de", "gallowaycables.co.uk", "primavelo.it", "sierralta.es", "bluefernmedia.com",
        "rosenquist.se",
    ]
}

/// What frauds make of a domain.
enum Squats {
    static let expected = 0
    static let seen = 0

    static func all(of domain: String) -> [(String, String)] {
        let parts = domain.split(separator: ".", maxSplits: 1).map(String.init)
        let (name, ending) = (parts[0], parts[1])
        var squats: [(String, String)] = []
        func add(_ kind: String, _ changed: String, _ end: String? = nil) {
            let squat = "\(changed).\(end ?? ending)"
            if squat != domain, !squats.contains(where: { $0.1 == squat }) { squats.append((kind, squat)) }
        }
        // Letters that look the same, and digits and pairs that do.
        let looks = [
            ("a", "а"), ("e", "е"), ("o", "о"), ("c", "с"), ("p", "р"), ("i", "і"), ("y", "у"), ("x", "х"), ("l", "ӏ"),
            ("o", "ο"), ("o", "0"),
            ("l", "1"), ("i", "1"), ("i", "l"), ("l", "i"), ("e", "3"), ("s", "5"), ("m", "rn"), ("rn", "m"),
            ("w", "vv"), ("d", "cl"), ("cl", "d"),
            ("u", "ü"), ("a", "á"), ("e", "é"), ("o", "ö"), ("n", "ñ"),
        ]
        for (from, to) in looks where name.contains(from) {
            add("look", name.replacing(from, with: to, maxReplacements: 1))
            add("look all", name.replacing(from, with: to))
            if let ascii = code("\(name.replacing(from, with: to)).\(ending)") { squats.append(("punycode", ascii)) }
        }
        let letters = Array(name)
        for place in letters.indices {
            var less = letters
            less.remove(at: place)
            add("left out", String(less))
            var twice = letters
            twice.insert(letters[place], at: place)
            add("doubled", String(twice))
            if place + 1 < letters.count {
                var swapped = letters
                swapped.swapAt(place, place + 1)
                add("swapped", String(swapped))
            }
            var other = letters
            other[place] =
                "aeioustrnm".first { $0 != letters[place] && Int($0.asciiValue ?? 0) % 5 == place % 5 } ?? "x"
            add("changed", String(other))
            if place > 0, place + 4 < letters.count, name.filter(\.isLetter).count >= 11 {
                other.swapAt(place + 2, place + 3)
                add("two changes", String(other))
            }
        }
        for end in ["com", "net", "org", "biz", "info", "co", "eu", "online", "shop", "com.co"] {
            add("ending", name, end)
        }
        for word in [
            "billing", "invoice", "payments", "accounts", "group", "rechnung", "facturation", "online", "secure",
            "support",
        ] {
            add("with a word", "\(name)-\(word)")
            add("with a word", "\(word)-\(name)")
            add("glued", "\(name)\(word)", "com")
        }
        add("ending as a word", "\(name)-\(ending.replacing(".", with: "-"))", "com")
        add("ending glued", name + ending.replacing(".", with: ""), "com")
        for host in ["evil.example", "mail-service.example", "secure.payments.example"] {
            squats.append(("below", "\(domain).\(host)"))
            squats.append(("below", "\(name).\(host)"))
            squats.append(("below", "\(domain.replacing(".", with: "-")).\(host)"))
        }
        if name.contains("-") { add("without hyphen", name.replacing("-", with: "")) }
        if letters.count > 6 { add("with hyphen", String(letters[..<4]) + "-" + String(letters[4...])) }
        return squats
    }
}

/// As mail programs write it: `xn--…`; `nil` for what is ASCII already.
private func code(_ domain: String) -> String? {
    domain.unicodeScalars.allSatisfy(\.isASCII) ? nil : DomainName(domain)?.description
}

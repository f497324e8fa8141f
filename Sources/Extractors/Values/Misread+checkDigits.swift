import Invoicing

extension Misread {
    /// An identifier put right in one place, because its check digits then hold.
    struct Repair: Hashable {
        /// Upper case, without separators.
        var value: String
        /// What recognition read, and what it stands for.
        var read: Character
        var meant: Character
        /// Counted from 1, without separators.
        var place: Int
        /// Whether the check digits speak of this place at all.
        var isGuarded: Bool

        /// For ``Evidence/reason``.
        var reason: String { "repaired: \(read) in place \(place) stands for \(meant), checksum is then right" }

        /// A repaired value is never as sure as one read as printed.
        static let worth = 0.85
    }

    /// What is meant by recognized print whose check digits fail, one character being taken for its look-alike. Letters
    /// and digits only stand for each other: of digits for digits, the check digits let some pass.
    /// - Parameter kept: How many characters in front are right as they are, like a country's code.
    /// - Returns: `nil` unless exactly one candidate passes, and the check digits guard the place put right.
    static func repair<Kind: CheckedIdentifier>(_ printed: String, as kind: Kind.Type, keeping kept: Int = 0)
        -> Repair?
    {
        let all = repairs(printed, as: kind, keeping: kept)
        return all.count == 1 ? all.first { $0.isGuarded } : nil
    }

    /// Each candidate that passes, guarded or not; none when `printed` is right as it stands.
    static func repairs<Kind: CheckedIdentifier>(_ printed: String, as kind: Kind.Type, keeping kept: Int = 0)
        -> [Repair]
    {
        let characters = Array(printed.filter { !" .-/:,;()".contains($0) })
        // The longest VAT id has 16; no more than that is tried.
        guard !Kind.isValid(printed), characters.count > kept, characters.count <= 16 else { return [] }
        var found: [Repair] = []
        for place in kept..<characters.count {
            for other in lookalikes(characters[place]) {
                var meant = characters
                meant[place] = other
                guard let read = Kind.read(String(meant)), read.checksumHolds,
                    !found.contains(where: { $0.value == read.text })
                else { continue }
                found.append(
                    Repair(
                        value: read.text, read: characters[place], meant: other, place: place + 1,
                        isGuarded: isGuarded(meant, place, kind)))
            }
        }
        return found
    }

    /// Whether most other digits in the place put right make the check fail. They do not in the running number of
    /// Swedish ids, nor where a country has no check digits. A letter that the format asks for needs any guarded digit.
    private static func isGuarded<Kind: CheckedIdentifier>(
        _ meant: [Character], _ place: Int, _ kind: Kind.Type
    ) -> Bool {
        let places = meant[place].isNumber ? [place] : meant.indices.filter { meant[$0].isNumber }
        return places.contains { place in
            let checks = "0123456789".filter { $0 != meant[place] }.map { digit in
                var other = meant
                other[place] = digit
                return Kind.check(String(other))
            }
            return checks.count { $0 == .wrongChecksum } > checks.count { $0 == .valid }
        }
    }

    private static func lookalikes(_ character: Character) -> [Character] {
        switch character {
        case "O", "o", "Q", "D", "U": ["0"]
        case "l", "I", "i", "L", "J", "j", "|", "!", "]", "[": ["1"]
        case "Z", "z": ["2"]
        case "S", "s", "§", "$": ["5"]
        case "G": ["6"]
        case "b": ["6", "8"]
        case "B": ["8"]
        case "g": ["6", "9"]
        case "q": ["9"]
        case "0": ["O"]
        case "1": ["I", "L"]
        case "2": ["Z"]
        case "5": ["S"]
        case "6": ["G"]
        case "8": ["B"]
        default: []
        }
    }
}

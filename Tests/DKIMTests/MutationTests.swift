import DKIM
import Foundation
import Testing

/// Bytes of signed mails are changed, lost, doubled and moved at random, by a fixed seed.
@Suite("Changed bytes of signed mails") struct MutationTests {
    static let mails = [
        "canon-simple-simple", "canon-relaxed-relaxed", "ed-simple-simple", "several-domains", "length-whole",
    ]

    @Test(arguments: mails) func noneThatChangesWhatIsSignedPasses(_ name: String) throws {
        let mails = try SignedMails.all.get()
        let original = Array(try mails[name])
        var random = SeededRandom(state: 87)
        var passed = 0
        for round in 0..<2_000 {
            var mail = original
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&mail, &random) }
            let results = DKIMVerifier().verify(Data(mail), keys: mails.keys)
            guard results.contains(where: { $0.outcome == .pass }) else { continue }
            passed += 1
            #expect(signedContent(mail) == signedContent(original), "\(name), round \(round)")
        }
        // Changes of white space in a signature, and of empty lines at the end, are none: some must get through.
        #expect(passed > 0)
        #expect(passed < 1_000)
    }

    private func mutate(_ mail: inout [UInt8], _ random: inout SeededRandom) {
        guard mail.count > 2 else { return }
        let place = Int.random(in: 0..<mail.count, using: &random)
        let end = min(mail.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<7, using: &random) {
        case 0: mail[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: mail[place] = UInt8.random(in: 0...255, using: &random)
        case 2: mail.insert("\r\n\t :;=\0".utf8.randomElement(using: &random) ?? 0, at: place)
        case 3: mail.removeSubrange(place..<end)
        case 4: mail.insert(contentsOf: mail[place..<end], at: place)
        case 5: mail.swapAt(place, Int.random(in: 0..<mail.count, using: &random))
        default: mail.removeSubrange(end...)
        }
    }

    private static let signed: Set = [
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
    ]

    /// The signed headers and the body. White space, the letters of header names and empty lines at the end are of no weight
    /// in the relaxed form; here they are in none. Headers that nobody signed may come and go.
    private func signedContent(_ mail: [UInt8]) -> String {
        let text = String(decoding: mail, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let unfolded = parts[0].replacing("\r\n ", with: " ").replacing("\r\n\t", with: " ")
        let fields = unfolded.split(separator: "\r\n").compactMap { line -> String? in
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = field[0].lowercased().filter { !$0.isWhitespace }
            return Self.signed.contains(name)
                ? ([name] + field.dropFirst().map(String.init)).joined(separator: ":") : nil
        }
        let whole = fields.joined(separator: "|") + "||" + (parts.count > 1 ? String(parts[1]) : "")
        return String(decoding: whole.utf8.filter { ![0x20, 0x09, 0x0D, 0x0A].contains($0) }, as: UTF8.self)
    }
}

/// SplitMix64, so that every run changes the same bytes.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

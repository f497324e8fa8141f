/// Indian Goods and Services Tax identification number: state, PAN, entity, `Z`, check character.
/// GST Network; the check is a Luhn sum in base 36. Numbers of foreign service suppliers (OIDAR) have another form.
package enum GSTIN: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), bytes.count == 15,
            let state = IdentifierBytes.digits(bytes[0..<2]), isState(CheckDigits.number(state)),
            bytes[2..<7].allSatisfy(IdentifierBytes.isLetter), bytes[7..<11].allSatisfy(IdentifierBytes.isDigit),
            IdentifierBytes.isLetter(bytes[11]), bytes[12] != UInt8(ascii: "0"), bytes[13] == UInt8(ascii: "Z")
        else { return nil }
        let values = bytes.map(IdentifierBytes.value36)
        var sum = 0
        for (index, value) in values.dropLast().enumerated() {
            let product = value * (index % 2 == 0 ? 1 : 2)
            sum += product / 36 + product % 36
        }
        return ReadIdentifier(bytes, checksumHolds: (36 - sum % 36) % 36 == values[14])
    }

    /// 01...38 are states and union territories, 97 other territory, 99 the central jurisdiction.
    private static func isState(_ code: Int) -> Bool { (1...38).contains(code) || code == 97 || code == 99 }
}

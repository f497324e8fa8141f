/// Makes each LF of a file that was stored so into the CR and LF that was signed; pieces may end anywhere.
struct LineEnds {
    private var last: UInt8 = 0

    mutating func ended(_ piece: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(piece.count + piece.count / 32)
        for byte in piece {
            if byte == .lineFeed, last != .carriageReturn { result.append(.carriageReturn) }
            result.append(byte)
            last = byte
        }
        return result
    }
}

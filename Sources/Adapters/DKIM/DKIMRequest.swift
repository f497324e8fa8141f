import Foundation

/// What the child is asked: the length of a head in 4 bytes, the highest first; the head, as JSON; the mail.
struct DKIMRequest: Hashable, Codable {
    /// Bytes of a head: eight keys of eight records are far fewer.
    static let mostOfHead = 1 << 20

    struct Key: Hashable, Codable {
        var name: KeyName
        var answer: TextAnswer
    }

    var smallestKey: Int
    var keys: [Key]
    /// Bytes of the mail, which follow.
    var length: Int

    init(smallestKey: Int, keys: [KeyName: TextAnswer], length: Int) {
        self.smallestKey = smallestKey
        self.keys = keys.map(Key.init).sorted { $0.name.description < $1.name.description }
        self.length = length
    }

    func framed(_ mail: Data) throws -> Data {
        let head = try JSONEncoder().encode(self)
        var frame = Data(capacity: 4 + head.count + mail.count)
        for shift in [24, 16, 8, 0] { frame.append(UInt8(truncatingIfNeeded: head.count >> shift)) }
        frame.append(head)
        frame.append(mail)
        return frame
    }
}

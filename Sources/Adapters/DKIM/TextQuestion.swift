import CResolver

/// One question to the resolver, which blocks.
struct TextQuestion: Sendable {
    /// Bytes of a whole answer. A key of 4,096 bits takes 750.
    private static let mostBytes = 16_384
    private static let mostRecords = 8

    /// A whole name, without the dot at its end.
    var name: String
    /// Of a server on 127.0.0.1; 0 asks those of /etc/resolv.conf.
    var port: UInt16
    /// Of one try.
    var seconds: Int32

    func ask() -> TextAnswer {
        var error: Int32 = 0
        var length: Int32 = 0
        let answer = [UInt8](unsafeUninitializedCapacity: Self.mostBytes) { buffer, count in
            length = resolver_text(name, seconds, 2, port, buffer.baseAddress, Int32(buffer.count), &error)
            count = min(max(0, Int(length)), buffer.count)
        }
        guard length >= 0 else { return Self.refusal(error) }
        guard length <= Self.mostBytes else { return .failed("the answer is longer than \(Self.mostBytes) bytes") }
        return Self.records(in: answer)
    }

    private static func refusal(_ error: Int32) -> TextAnswer {
        switch error {
        case resolver_not_found, resolver_no_data: .none
        case resolver_try_again: .failed("the DNS does not answer")
        default: .failed("the DNS refuses")
        }
    }

    /// Each record's parts put together, RFC 6376 §3.6.2.2.
    static func records(in answer: [UInt8]) -> TextAnswer {
        answer.withUnsafeBufferPointer { bytes in
            var message = ns_msg()
            guard ns_initparse(bytes.baseAddress, Int32(bytes.count), &message) == 0 else {
                return .failed("the answer is damaged")
            }
            var records: [String] = []
            for index in 0..<resolver_record_count(&message) {
                var data: UnsafePointer<UInt8>?
                let length = resolver_text_record(&message, index, &data)
                guard length >= 0, let data else { continue }
                guard let text = text(UnsafeBufferPointer(start: data, count: Int(length))) else {
                    return .failed("the answer is damaged")
                }
                records.append(text)
                if records.count > mostRecords { return .failed("there are more than \(mostRecords) records") }
            }
            return records.isEmpty ? .none : .records(records)
        }
    }

    /// A length in one byte before each part.
    private static func text(_ data: UnsafeBufferPointer<UInt8>) -> String? {
        var text: [UInt8] = []
        var place = 0
        while place < data.count {
            let end = place + 1 + Int(data[place])
            guard end <= data.count else { return nil }
            text += data[(place + 1)..<end]
            place = end
        }
        return String(decoding: text, as: UTF8.self)
    }
}

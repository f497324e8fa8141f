import Foundation
import Testing

@testable import Readers

@Suite("Messages between parent and reader") struct MessageTests {
    private func bytes(_ message: Message<Order>) throws -> [UInt8] {
        Array(try message.head() + message.frames.reduce(Data(), +))
    }

    @Test func comeThroughWholeHoweverTheyAreCut() throws {
        let first = Message(id: 1, body: Order.ping, frames: [])
        let second = Message(
            id: 2, body: Order.draft(document: 7, name: "a", kind: .pdf), frames: [Data([1, 2, 3]), Data(), Data([4])])
        let all = try bytes(first) + bytes(second)
        for size in [1, 3, 7, all.count] {
            var buffer = MessageBuffer<Order>()
            var got: [Message<Order>] = []
            for start in stride(from: 0, to: all.count, by: size) {
                all[start..<min(start + size, all.count)].withUnsafeBytes { buffer.append($0) }
                while let message = try buffer.next() { got.append(message) }
            }
            #expect(got.map(\.id) == [1, 2])
            #expect(got.last?.frames == [Data([1, 2, 3]), Data(), Data([4])])
            #expect(buffer.isEmpty)
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        init(_ name: String, length: [UInt8], _ json: String = "") {
            (testDescription, bytes) = (name, length + Array(json.utf8))
        }
        init(_ name: String, _ json: String) {
            self.init(name, length: [0, 0, 0, UInt8(json.utf8.count)], json)
        }
    }

    static let wrong = [
        Wrong("an empty header", length: [0, 0, 0, 0]),
        Wrong("a huge header is refused before it is awaited", length: [0xFF, 0xFF, 0xFF, 0xFF]),
        Wrong("text instead of JSON", "hello world"),
        Wrong("an order nobody knows", #"{"version":2,"id":1,"body":{"erase":{}},"frames":[]}"#),
        Wrong("another version", #"{"version":1,"id":1,"body":{"ping":{}},"frames":[]}"#),
        Wrong("a frame past the limit", #"{"version":2,"id":1,"body":{"ping":{}},"frames":[999999999999]}"#),
        Wrong("frames past the limit together", #"{"version":2,"id":1,"body":{"ping":{}},"frames":[268435456,1]}"#),
        Wrong("a frame of less than nothing", #"{"version":2,"id":1,"body":{"ping":{}},"frames":[-1]}"#),
        Wrong("a number that is none", #"{"version":2,"id":1,"body":{"ping":{}},"frames":[9223372036854775808]}"#),
    ]

    @Test(arguments: wrong) func areRefused(_ example: Wrong) {
        var buffer = MessageBuffer<Order>()
        example.bytes.withUnsafeBytes { buffer.append($0) }
        #expect(throws: MessageFault.self) { try buffer.next() }
    }
}

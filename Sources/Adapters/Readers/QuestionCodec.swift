import Extractors
import Foundation
import Invoicing

/// Questions as bytes: what is asked, the printed lines, and the words that answers are held against.
enum QuestionCodec {
    static func encoded(_ question: OpenQuestion) -> Data {
        var writer = ByteWriter()
        writer.text(question.schema)
        writer.list(question.fields) { writer, asked in
            writer.text(asked.name.rawValue)
            writer.text(asked.type.rawValue)
            writer.texts(asked.labels)
        }
        writer.list(question.lines) { $0.texts($1) }
        return writer.bytes + PageCodec.encoded(question.pages)
    }

    /// - Throws: ``MessageFault`` for anything that ``encoded(_:)`` cannot have made.
    static func decoded(_ bytes: Data) throws(MessageFault) -> OpenQuestion {
        var reader = ByteReader(Array(bytes))
        let schema = try reader.text()
        let fields = try reader.list(eachAtLeast: 12) { reader throws(MessageFault) in
            let name = FieldName(rawValue: try reader.text())
            guard let type = ValueType(rawValue: try reader.text()) else {
                throw MessageFault(reason: "an unknown type of value")
            }
            return OpenQuestion.Asked(name: name, type: type, labels: try reader.texts())
        }
        let lines = try reader.list(eachAtLeast: 4) { reader throws(MessageFault) in try reader.texts() }
        let pages = try PageCodec.pages(&reader)
        guard lines.count == pages.count else { throw MessageFault(reason: "lines of other pages") }
        return OpenQuestion(schema: schema, fields: fields, lines: lines, pages: pages)
    }
}

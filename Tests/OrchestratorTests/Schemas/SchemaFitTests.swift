import Foundation
import Orchestrator
import Testing

@Suite("Schemas that fit") struct SchemaFitTests {
    private func misfits(_ given: String, _ asked: String) throws -> [String] {
        let (given, asked) = (try JSONSchema(json: Data(given.utf8)), try JSONSchema(json: Data(asked.utf8)))
        return given.misfits(for: asked).map(\.description)
    }

    static let fitting: [(given: String, asked: String)] = [
        ("{}", "{}"), ("{}", "true"), (##"{"type": "integer"}"##, ##"{"type": "number"}"##),
        (##"{"enum": ["a", "b"]}"##, ##"{"type": "string", "maxLength": 1}"##),
        (##"{"const": 3}"##, ##"{"type": "integer", "minimum": 3}"##),
        (
            ##"{"type": "number", "minimum": 1, "maximum": 2}"##,
            ##"{"type": "number", "exclusiveMinimum": 0, "maximum": 2}"##
        ),
        (
            ##"{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}, "b": {}}}"##,
            ##"{"type": "object", "required": ["a"], "properties": {"a": {"type": ["string", "null"]}}}"##
        ),
        (
            ##"{"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}, "next": {"$ref": "#"}}}"##,
            ##"{"type": "object", "properties": {"next": {"$ref": "#"}, "n": {"type": "string"}}, "required": ["n"]}"##
        ),
        (
            ##"{"type": "array", "maxItems": 2, "items": {"type": "integer"}}"##,
            ##"{"type": "array", "maxItems": 3, "items": {"type": "number"}}"##
        ),
        (
            ##"{"$defs": {"x": {"type": "string", "pattern": "^a$"}}, "$ref": "#/$defs/x"}"##,
            ##"{"type": "string", "pattern": "^a$"}"##
        ),
        (
            ##"{"type": "object", "properties": {"a": {}}}"##,
            ##"{"type": "object", "properties": {"a": {}}, "additionalProperties": false}"##
        ),
    ]

    @Test(arguments: fitting) func whatFitsIsTaken(_ pair: (given: String, asked: String)) throws {
        #expect(try misfits(pair.given, pair.asked) == [])
    }

    static let unfitting: [(given: String, asked: String, message: String)] = [
        (##"{"type": "number"}"##, ##"{"type": "integer"}"##, "may be a number, where a whole number is asked for"),
        ("{}", ##"{"type": "string"}"##, "where text is asked for"),
        (##"{"type": ["object", "null"]}"##, ##"{"type": "object"}"##, "may be null, where an object is asked for"),
        (##"{"enum": ["a", "bb"]}"##, ##"{"type": "string", "maxLength": 1}"##, "may be \"bb\""),
        (##"{"type": "number"}"##, ##"{"type": "number", "minimum": 0}"##, "may be less than 0"),
        (##"{"type": "number", "maximum": 5}"##, ##"{"type": "number", "maximum": 4}"##, "may be more than 4"),
        (##"{"type": "string"}"##, ##"{"enum": ["a"]}"##, "certain values are asked for"),
        (##"{"type": "string"}"##, ##"{"type": "string", "pattern": "^a$"}"##, "need not look like ^a$"),
        (##"{"type": "object"}"##, ##"{"required": ["a"]}"##, "/a: is not given"),
        (##"{"type": "object", "properties": {"a": {}}}"##, ##"{"required": ["a"]}"##, "/a: is not always given"),
        (
            ##"{"type": "object", "properties": {"a": {"type": "string"}}}"##,
            ##"{"type": "object", "properties": {"a": {"type": "number"}}}"##,
            "/a: may be text, where a number is asked for"
        ),
        (
            ##"{"type": "object", "properties": {"a": {}, "b": {}}}"##,
            ##"{"type": "object", "properties": {"a": {}}, "additionalProperties": false}"##,
            "/b: is given, and must not be"
        ),
        (
            ##"{"type": "array", "items": {"type": "object", "properties": {"a": {"type": "null"}}}}"##,
            ##"{"items": {"properties": {"a": {"type": "string"}}}}"##, "/items/a: may be null"
        ),
        (##"{"type": "array"}"##, ##"{"items": {"type": "string"}}"##, "says nothing about its items"),
        (##"{"type": "array"}"##, ##"{"minItems": 1}"##, "may have fewer items than 1"),
        ("{}", "false", "is given, and must not be"),
    ]

    @Test(arguments: unfitting) func whatMayNotFitIsTold(_ pair: (given: String, asked: String, message: String)) throws
    {
        let told = try misfits(pair.given, pair.asked)
        #expect(told.contains { $0.contains(pair.message) }, "\(told)")
    }
}

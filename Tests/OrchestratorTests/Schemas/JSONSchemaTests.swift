import Foundation
import Orchestrator
import Support
import Testing

/// The cases of the official JSON-Schema-Test-Suite (2020-12) for the keywords that are known here, in its words.
@Suite("JSON Schema") struct JSONSchemaTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var schema: String
        var fitting: [String]
        var wrong: [String]
        var testDescription: String { schema }
        init(_ schema: String, fits fitting: [String], not wrong: [String]) {
            self.schema = schema
            self.fitting = fitting
            self.wrong = wrong
        }
    }

    static let examples = [
        Example("true", fits: ["1", "null", "{}"], not: []),
        Example("false", fits: [], not: ["1", "null", "{}"]),
        Example("{}", fits: ["1", "null", "[]"], not: []),
        Example(
            ##"{"type": "integer"}"##, fits: ["1", "1.0", "-3"],
            not: ["1.1", "\"foo\"", "\"1\"", "{}", "[]", "true", "null"]),
        Example(##"{"type": "number"}"##, fits: ["1", "1.0", "1.1"], not: ["\"1\"", "{}", "[]", "true", "null"]),
        Example(
            ##"{"type": "string"}"##, fits: ["\"foo\"", "\"1\"", "\"\""], not: ["1", "1.1", "{}", "[]", "true", "null"]),
        Example(##"{"type": "object"}"##, fits: ["{}"], not: ["1", "\"foo\"", "[]", "true", "null"]),
        Example(##"{"type": "array"}"##, fits: ["[]"], not: ["1", "{}", "\"a\"", "true", "null"]),
        Example(##"{"type": "boolean"}"##, fits: ["true", "false"], not: ["1", "0", "\"\"", "{}", "[]", "null"]),
        Example(##"{"type": "null"}"##, fits: ["null"], not: ["0", "\"\"", "{}", "[]", "true", "false"]),
        Example(
            ##"{"type": ["integer", "string"]}"##, fits: ["1", "\"foo\""], not: ["1.1", "{}", "[]", "true", "null"]),
        Example(
            ##"{"enum": [6, "foo", [], true, {"foo": 12}]}"##, fits: ["[]", "true", "{\"foo\": 12}"],
            not: ["null", "{\"foo\": false}", "{\"foo\": 12, \"boo\": 42}"]),
        Example(##"{"enum": [false]}"##, fits: ["false"], not: ["0", "0.0"]),
        Example(##"{"enum": [[true]]}"##, fits: ["[true]"], not: ["[1]"]),
        Example(##"{"enum": [0]}"##, fits: ["0", "0.0"], not: ["false"]),
        Example(##"{"const": 2}"##, fits: ["2", "2.0"], not: ["5", "\"a\""]),
        Example(
            ##"{"const": {"foo": "bar", "baz": "bax"}}"##, fits: ["{\"baz\": \"bax\", \"foo\": \"bar\"}"],
            not: ["{\"foo\": \"bar\"}", "[1, 2]"]),
        Example(##"{"const": null}"##, fits: ["null"], not: ["0"]),
        Example(##"{"const": true}"##, fits: ["true"], not: ["1"]),
        Example(
            ##"{"properties": {"foo": {"type": "integer"}, "bar": {"type": "string"}}}"##,
            fits: ["{\"foo\": 1, \"bar\": \"baz\"}", "{\"quux\": []}", "[]", "12"],
            not: ["{\"foo\": 1, \"bar\": {}}", "{\"foo\": [], \"bar\": {}}"]),
        Example(
            ##"{"properties": {"foo": true, "bar": false}}"##, fits: ["{}", "{\"foo\": 1}"],
            not: ["{\"bar\": 2}", "{\"foo\": 1, \"bar\": 2}"]),
        Example(
            ##"{"properties": {"foo": {}, "bar": {}}, "required": ["foo"]}"##,
            fits: ["{\"foo\": 1}", "[]", "\"\"", "12"], not: ["{\"bar\": 1}"]),
        Example(##"{"properties": {"foo": {}}, "required": []}"##, fits: ["{}"], not: []),
        Example(
            ##"{"properties": {"foo": {}, "bar": {}}, "additionalProperties": false}"##,
            fits: ["{\"foo\": 1}", "[1, 2]", "\"foobarbaz\""], not: ["{\"foo\": 1, \"bar\": 2, \"quux\": \"boom\"}"]),
        Example(##"{"additionalProperties": {"type": "boolean"}}"##, fits: ["{\"foo\": true}"], not: ["{\"foo\": 1}"]),
        Example(
            ##"{"properties": {"foo": {}}, "additionalProperties": {"type": "boolean"}}"##,
            fits: ["{\"foo\": 1}", "{\"foo\": 1, \"quux\": true}"], not: ["{\"foo\": 1, \"quux\": 12}"]),
        Example(
            ##"{"items": {"type": "integer"}}"##,
            fits: ["[1, 2, 3]", "{\"foo\": \"bar\"}", "{\"0\": \"invalid\", \"length\": 1}"], not: ["[1, \"x\"]"]),
        Example(##"{"items": false}"##, fits: ["[]"], not: ["[1, \"foo\", true]"]),
        Example(
            ##"{"items": {"type": "array", "items": {"type": "number"}}}"##, fits: ["[[1, 2], [3]]"],
            not: ["[[1], [\"2\"]]", "[1]"]),
        Example(##"{"minimum": 1.1}"##, fits: ["2.6", "1.1", "\"x\""], not: ["0.6"]),
        Example(##"{"minimum": -2}"##, fits: ["-1", "0", "-2", "-2.0"], not: ["-2.0001", "-3"]),
        Example(##"{"maximum": 3.0}"##, fits: ["2.6", "3.0", "\"x\""], not: ["3.5"]),
        Example(##"{"exclusiveMinimum": 1.1}"##, fits: ["1.2", "\"x\""], not: ["1.1", "0.6"]),
        Example(##"{"exclusiveMaximum": 3.0}"##, fits: ["2.2", "\"x\""], not: ["3.0", "3.5"]),
        Example(##"{"minLength": 2}"##, fits: ["\"foo\"", "\"fo\"", "1"], not: ["\"f\"", "\"\u{1F4A9}\""]),
        Example(##"{"maxLength": 2}"##, fits: ["\"f\"", "\"fo\"", "100", "\"\u{1F4A9}\u{1F4A9}\""], not: ["\"foo\""]),
        Example(##"{"minItems": 1}"##, fits: ["[1, 2]", "[1]", "\"\""], not: ["[]"]),
        Example(##"{"maxItems": 2}"##, fits: ["[1]", "[1, 2]", "\"foobar\""], not: ["[1, 2, 3]"]),
        Example(
            ##"{"uniqueItems": true}"##,
            fits: ["[1, 2]", "[1, true]", "[0, false]", "[{\"a\": 1}, {\"a\": 2}]", "[[1], [true]]"],
            not: [
                "[1, 1]", "[1.0, 1.00, 1]", "[\"foo\", \"bar\", \"foo\"]",
                "[{\"a\": 1, \"b\": 2}, {\"b\": 2, \"a\": 1}]", "[[\"foo\"], [\"foo\"]]",
            ]),
        Example(##"{"uniqueItems": false}"##, fits: ["[1, 1]"], not: []),
        Example(
            ##"{"pattern": "^a*$"}"##, fits: ["\"aaa\"", "\"\"", "true", "123", "{}", "[]", "null"], not: ["\"abc\""]),
        Example(##"{"pattern": "a+"}"##, fits: ["\"xxaayy\""], not: ["\"xxyy\"", "\"\""]),
        Example(##"{"pattern": "^a"}"##, fits: ["\"ab\""], not: ["\"ba\""]),
        Example(##"{"pattern": "(a|b)\\$$"}"##, fits: ["\"xb$\""], not: ["\"b\"", "\"b$x\""]),
        Example(##"{"pattern": "^$"}"##, fits: ["\"\""], not: ["\"x\""]),
        Example(
            ##"{"properties": {"foo": {"$ref": "#"}}, "additionalProperties": false}"##,
            fits: ["{\"foo\": false}", "{\"foo\": {\"foo\": false}}"],
            not: ["{\"bar\": false}", "{\"foo\": {\"bar\": false}}"]),
        Example(
            ##"{"properties": {"foo": {"type": "integer"}, "bar": {"$ref": "#/properties/foo"}}}"##,
            fits: ["{\"bar\": 3}"], not: ["{\"bar\": true}"]),
        Example(
            ##"{"$defs": {"tilde~field": {"type": "integer"}, "slash/field": {"type": "integer"}, "percent%field": {"type": "integer"}}, "properties": {"tilde": {"$ref": "#/$defs/tilde~0field"}, "slash": {"$ref": "#/$defs/slash~1field"}, "percent": {"$ref": "#/$defs/percent%25field"}}}"##,
            fits: ["{\"slash\": 123}", "{\"tilde\": 123}", "{\"percent\": 123}"],
            not: ["{\"slash\": \"aoeu\"}", "{\"tilde\": \"aoeu\"}", "{\"percent\": \"aoeu\"}"]),
        Example(
            ##"{"$defs": {"a": {"type": "integer"}, "b": {"$ref": "#/$defs/a"}, "c": {"$ref": "#/$defs/b"}}, "$ref": "#/$defs/c"}"##,
            fits: ["5"], not: ["\"a\""]),
        Example(
            ##"{"$defs": {"reffed": {"type": "array"}}, "properties": {"foo": {"$ref": "#/$defs/reffed", "maxItems": 2}}}"##,
            fits: ["{\"foo\": []}"], not: ["{\"foo\": [1, 2, 3]}", "{\"foo\": \"string\"}"]),
        Example(
            ##"{"properties": {"$ref": {"type": "string"}}}"##, fits: ["{\"$ref\": \"a\"}"], not: ["{\"$ref\": 2}"]),
        Example(
            ##"{"properties": {"child": {"$ref": "#/$defs/node"}}, "$defs": {"node": {"type": "object", "required": ["value"], "properties": {"value": {"type": "number"}, "child": {"$ref": "#/$defs/node"}}}}}"##,
            fits: ["{\"child\": {\"value\": 1, \"child\": {\"value\": 2}}}"],
            not: ["{\"child\": {\"value\": 1, \"child\": {\"value\": \"x\"}}}"]),
    ]

    @Test(arguments: examples) func validates(_ example: Example) throws {
        let schema = try JSONSchema(json: Data(example.schema.utf8))
        for text in example.fitting { #expect(schema.faults(in: try value(text)) == [], "\(text)") }
        for text in example.wrong { #expect(!schema.fits(try value(text)), "\(text)") }
    }

    private func value(_ text: String) throws -> JSONValue { try #require(JSONValue(bounded: Data(text.utf8))) }

    static let unusable: [(String, String)] = [
        (##"{"typ": "object"}"##, "/typ: this keyword is not known"),
        (##"{"properties": {"a": {"format": "date"}}}"##, "/properties/a/format: this keyword is not known"),
        (##"{"type": "text"}"##, "/type: must be one or several of"),
        (##"{"type": []}"##, "/type: must be one or several of"),
        (##"{"properties": {"a": 5}}"##, "/properties/a: a schema must be an object"),
        (##"{"required": ["a", "a"]}"##, "/required: must be a list of names, each once"),
        (##"{"enum": []}"##, "/enum: must be a list of values"),
        (##"{"minimum": "3"}"##, "/minimum: must be a number"),
        (##"{"minLength": -1}"##, "/minLength: must be a whole number"),
        (##"{"pattern": "(?=a)"}"##, "/pattern: the pattern cannot be used"),
        (##"{"pattern": "^a|b$"}"##, "/pattern: the pattern cannot be used"),
        (##"{"$ref": "other.json"}"##, "/$ref: must lead to a place within this schema"),
        (##"{"$ref": "#/$defs/none"}"##, "/$ref: leads to no schema"),
        (##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##, "leads round in a circle"),
        (##"{"$ref": "#"}"##, "/$ref: leads round in a circle"),
        (##"{"$schema": "http://json-schema.org/draft-07/schema#"}"##, "/$schema: must be https"),
        (##"{"$defs": {"a": {"anyOf": []}}}"##, "/$defs/a/anyOf: this keyword is not known"),
        ("[]", "the whole: a schema must be an object"), ("{", "the whole: it is no JSON"),
    ]

    @Test(arguments: unusable) func refusesWhatItWouldNotCheck(_ schema: String, _ message: String) throws {
        do {
            _ = try JSONSchema(json: Data(schema.utf8))
            Issue.record("\(schema) was taken")
        } catch {
            #expect(error.description.contains(message), "\(error)")
        }
    }

    @Test func tellsEveryFaultWithItsPlace() throws {
        let schema = try JSONSchema(
            json: Data(
                ##"{"type": "object", "required": ["a"], "properties": {"b": {"items": {"maximum": 3}}}, "additionalProperties": false}"##
                    .utf8))
        let told = schema.faults(in: try value(##"{"b": [1, 5, 9], "c~/d": 1}"##)).map(\.description)
        #expect(
            told == [
                "the whole: a is missing", "/b/1: must be at most 3", "/b/2: must be at most 3",
                "/c~0~1d: is not known; there are b",
            ])
    }

    @Test func deepValuesAreNoJSONForUs() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(JSONValue(bounded: Data(deep.utf8)) == nil)
        #expect(JSONValue(bounded: Data("[\"[[[[\\\"\", 1]".utf8)) != nil)
    }

    @Test func ourOwnContractsCanBeRead() throws {
        for name in ["result", "workflow"] {
            let json = try Data(contentsOf: Repository.schemas.appending(path: "\(name).schema.json"))
            #expect(try JSONSchema(json: json).propertyNames.count >= 3)
        }
    }
}

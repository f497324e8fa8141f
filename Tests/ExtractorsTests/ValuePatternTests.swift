import Testing

@testable import Extractors

@Suite("Patterns of values") struct ValuePatternTests {
    static let matching = [
        ("RE-\\d{4}/\\d+", "RE-2026/17"), ("^[A-Z]{2,3}[0-9]*$", "ABC"), ("(a|bc|)d?", ""), ("(a|bc)d?", "bcd"),
        ("(?:ab)+", "ababab"), ("[^0-9]+", "Größe"), (".*", "what/ever €"), ("a.c", "a€c"), ("[]a-]+", "a]-"),
        ("\\w+\\s\\w+", "one two"), ("a\\$", "a$"), ("x{2,}", "xxxx"), ("x{0}y", "y"), ("(a*)*", "aaa"),
        ("[\\d.]+", "1.2"),
        ("(x|y){2}", "xy"),
    ]
    static let differing = [
        ("RE-\\d{4}", "RE-20261"), ("\\d+", ""), ("\\d+", "12a"), ("[A-Z]+", "abc"), ("a|b", "ab"), ("x{2,3}", "xxxx"),
        ("a.c", "ac"), ("[^0-9]", "7"), ("(ab)+", "aba"),
    ]
    static let faulty = [
        "", "(", ")", "a)", "[a", "*a", "a**", "a+?", "a{2", "a{3,2}", "a{999}", "(?=a)", "\\b", "\\1", "a^b", "a$b",
        "[z-a]",
        "\\", "[\\d-z]", "((a{200}){200}){200}", "]",
        String(repeating: "(", count: 50) + "a" + String(repeating: ")", count: 50),
    ]

    @Test(arguments: matching) func match(_ pattern: String, _ value: String) throws {
        #expect(try ValuePattern(pattern).matches(value))
    }

    @Test(arguments: differing) func differ(_ pattern: String, _ value: String) throws {
        #expect(try !ValuePattern(pattern).matches(value))
    }

    @Test(arguments: faulty) func areNamedWhenTheyCannotBeUsed(_ pattern: String) {
        let fault = #expect(throws: PatternFault.self) { try ValuePattern(pattern) }
        #expect(fault?.message.isEmpty == false)
    }

    /// Each would take a program that tries one way after another longer than the universe is old.
    @Test(arguments: ["(a+)+b", "(a|a)*b", "(a?){60}a{60}b", "(.*)*(.*)*x"]) func takeNoTimeThatGrowsWithTheirWays(
        _ pattern: String
    ) throws {
        #expect(try !ValuePattern(pattern).matches(String(repeating: "a", count: 5_000)))
    }
}

import Foundation
import Pipeline
import Testing

@testable import Readers

@Suite("The end of a reader") struct ProcessEndTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var end: ProcessEnd
        var reason: ReadFailure.Reason
        init(_ name: String, _ end: ProcessEnd, _ reason: ReadFailure.Reason) {
            (testDescription, self.end, self.reason) = (name, end, reason)
        }
    }

    static let cases = [
        Case("a fault of addressing is a crash", ProcessEnd(status: SIGSEGV), .readerCrashed),
        Case("leaving with a code is a crash", ProcessEnd(status: 1 << 8), .readerCrashed),
        Case("leaving without a word is a crash", ProcessEnd(status: 0), .readerCrashed),
        Case("too much processor time", ProcessEnd(status: SIGXCPU), .timeout),
        Case(
            "a kill from somebody else is a crash", ProcessEnd(status: SIGKILL, peakGrowth: 90, memoryRoom: 100),
            .readerCrashed),
        Case("a kill by a kernel short of memory", ProcessEnd(status: SIGKILL, kernelWasShortOfMemory: true), .memory),
        Case(
            "an abort near the bound is memory", ProcessEnd(status: SIGABRT, peakGrowth: 90, memoryRoom: 100),
            .memory),
        Case(
            "an abort far from the bound is a crash", ProcessEnd(status: SIGABRT, peakGrowth: 20, memoryRoom: 100),
            .readerCrashed),
        Case(
            "a trap says nothing about memory when the peak is the starter's",
            ProcessEnd(status: SIGILL, peakGrowth: 900_000_000, isPeakOwn: false, memoryRoom: 1_000_000_000),
            .readerCrashed),
        Case(
            "a trap near the bound is memory",
            ProcessEnd(status: SIGILL, peakGrowth: 900_000_000, memoryRoom: 1_000_000_000), .memory),
        Case("C++ says so", ProcessEnd(status: SIGABRT, lastWords: "what():  std::bad_alloc"), .memory),
        Case("poppler says so and leaves", ProcessEnd(status: 1 << 8, lastWords: "Out of memory"), .memory),
        Case(
            "glib says so and traps", ProcessEnd(status: SIGTRAP, lastWords: "gmem.c:333: failed to allocate 99 bytes"),
            .memory),
        Case("our stop for a page's time", ProcessEnd(status: SIGKILL, stop: .pageTime), .timeout),
        Case("our stop for nonsense", ProcessEnd(status: SIGKILL, stop: .nonsense("x")), .protocolError),
        Case(
            "our stop counts before the words",
            ProcessEnd(status: SIGKILL, lastWords: "bad_alloc", stop: .documentTime), .timeout),
    ]

    @Test(arguments: cases) func tellsWhy(_ example: Case) {
        #expect(example.end.failure.reason == example.reason)
    }

    @Test func neverQuotesTheLibraries() {
        let end = ProcessEnd(status: SIGABRT, lastWords: "Syntax Error: IBAN DE00 1234")
        #expect(!end.failure.message.contains("DE00"))
    }
}

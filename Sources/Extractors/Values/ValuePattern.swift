/// A regular expression that a whole value must match, in time that grows with the value's length and never with what the
/// value is: all ways through the pattern are followed at once, none is tried again (docs/decisions/0007).
///
/// Characters, `.`, classes `[A-Z0-9_]` and `[^…]`, `\d \w \s`, groups, `|`, and `? * + {n} {n,} {n,m}`. `^` at the start and
/// `$` at the end are allowed and say nothing, as the whole value must match. No look-around, references or lazy repeats.
package struct ValuePattern: Hashable, Sendable {
    package let source: String
    fileprivate let steps: [PatternStep]

    /// - Throws: ``PatternFault`` that says what cannot be used.
    package init(_ source: String) throws(PatternFault) {
        self.source = source
        var parser = PatternParser(source)
        var steps: [PatternStep] = []
        try parser.parse().write(to: &steps)
        steps.append(.end)
        self.steps = steps
    }

    package static func == (left: Self, right: Self) -> Bool { left.source == right.source }
    package func hash(into hasher: inout Hasher) { hasher.combine(source) }

    package func matches(_ value: String) -> Bool {
        var threads = Threads(steps)
        threads.add(0)
        for scalar in value.unicodeScalars {
            if threads.isEmpty { return false }
            threads.take(scalar)
        }
        return threads.hasEnded
    }

    /// The places in the pattern that are reached by what was taken so far; each once.
    private struct Threads {
        private let steps: [PatternStep]
        private var places: [Int] = []
        private var isReached: [Bool]

        init(_ steps: [PatternStep]) {
            self.steps = steps
            isReached = Array(repeating: false, count: steps.count)
        }

        var isEmpty: Bool { places.isEmpty }
        var hasEnded: Bool { isReached[steps.count - 1] }

        mutating func add(_ start: Int) {
            var waiting = [start]
            while let place = waiting.popLast() {
                guard !isReached[place] else { continue }
                isReached[place] = true
                switch steps[place] {
                case .either(let one, let other): waiting += [one, other]
                case .one: places.append(place)
                case .end: break
                }
            }
        }

        mutating func take(_ scalar: Unicode.Scalar) {
            let before = places
            places = []
            for index in isReached.indices { isReached[index] = false }
            for place in before {
                if case .one(let set) = steps[place], set.contains(scalar) { add(place + 1) }
            }
        }
    }
}

/// Why a pattern cannot be used.
package struct PatternFault: Error, Hashable, Sendable {
    package var message: String
}

enum PatternStep: Hashable, Sendable {
    /// A character of this set, then the next step.
    case one(PatternSet)
    /// Both are gone on with.
    case either(Int, Int)
    case end
}

/// Characters that may stand at one place.
struct PatternSet: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isTurned = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) } != isTurned
    }

    static let digits = PatternSet(ranges: [0x30...0x39])
    static let word = PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = PatternSet(ranges: [0x09...0x0D, 0x20...0x20, 0xA0...0xA0])
    static let any = PatternSet(ranges: [], isTurned: true)
}

/// A part of a pattern.
indirect enum PatternNode {
    case set(PatternSet)
    case sequence([PatternNode])
    case choice(PatternNode, PatternNode)
    /// `nil` = as often as it likes.
    case repeated(PatternNode, Int, Int?)

    /// - Throws: When the pattern grows past ``most``.
    func write(to steps: inout [PatternStep]) throws(PatternFault) {
        guard steps.count < Self.most else { throw PatternFault(message: "it repeats too much") }
        switch self {
        case .set(let set): steps.append(.one(set))
        case .sequence(let nodes): for node in nodes { try node.write(to: &steps) }
        case .choice(let one, let other):
            let fork = steps.count
            steps.append(.end)
            try one.write(to: &steps)
            let over = steps.count
            steps.append(.end)
            steps[fork] = .either(fork + 1, steps.count)
            try other.write(to: &steps)
            steps[over] = .either(steps.count, steps.count)
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try node.write(to: &steps) }
            guard let most else { return try Self.loop(node, &steps) }
            var forks: [Int] = []
            for _ in 0..<(most - least) {
                forks.append(steps.count)
                steps.append(.end)
                try node.write(to: &steps)
            }
            for fork in forks { steps[fork] = .either(fork + 1, steps.count) }
        }
    }

    private static func loop(_ node: PatternNode, _ steps: inout [PatternStep]) throws(PatternFault) {
        let fork = steps.count
        steps.append(.end)
        try node.write(to: &steps)
        steps.append(.either(fork, fork))
        steps[fork] = .either(fork + 1, steps.count)
    }

    static let most = 2_000
}

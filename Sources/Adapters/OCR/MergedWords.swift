import Invoicing

/// Two readings of one picture, prepared differently, made into one: word by word, the surer reading is kept.
enum MergedWords {
    /// - Returns: `first`, with words of `second` where they are surer, or where `first` has nothing.
    static func merge(_ first: [Word], _ second: [Word]) -> [Word] {
        let groups = Groups(first, second)
        var replacement: [Int: [Word]] = [:]
        var added: [Word] = []
        for (mine, others) in groups.pairs {
            if mine.isEmpty {
                added += others.map { second[$0] }.filter { $0.isWorthAdding }
                continue
            }
            let kept = mine.map { first[$0] }
            let rival = others.map { second[$0] }
            guard strength(of: rival) > strength(of: kept) + 0.03 else { continue }
            for index in mine { replacement[index] = [] }
            replacement[mine[0]] = rival
        }
        return first.indices.flatMap { replacement[$0] ?? [first[$0]] } + added
    }

    /// Confidence over the characters; what reads as an amount, a date or a number is likelier than a heap of marks.
    static func strength(of words: [Word]) -> Double {
        var sum = 0.0
        var count = 0.0
        for word in words {
            let length = Double(word.text.utf8.count)
            sum += length * ((word.confidence ?? 0) + NumberShape.bonus(word.text))
            count += length
        }
        return count > 0 ? sum / count : 0
    }

    /// Words of both readings that share a place, as indices.
    private struct Groups {
        private(set) var pairs: [(first: [Int], second: [Int])] = []

        init(_ first: [Word], _ second: [Word]) {
            // The group of each word of `second`; groups that a word of `first` ties together are joined.
            var group = Array(second.indices)
            func root(_ index: Int) -> Int {
                var index = index
                while group[index] != index { index = group[index] }
                return index
            }
            var owner = [Int?](repeating: nil, count: first.count)
            for (index, word) in first.enumerated() {
                for (other, rival) in second.enumerated() where word.box.sharesPlace(with: rival.box) {
                    if let known = owner[index] {
                        let (a, b) = (root(known), root(other))
                        group[max(a, b)] = min(a, b)
                    } else {
                        owner[index] = other
                    }
                }
            }
            var members: [Int: (first: [Int], second: [Int])] = [:]
            for index in second.indices { members[root(index), default: ([], [])].second.append(index) }
            for (index, other) in owner.enumerated() {
                if let other { members[root(other), default: ([], [])].first.append(index) }
            }
            pairs = members.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}

/// What numbers on invoices look like.
enum NumberShape {
    /// For an amount or a date as printed, 0.1; against digits mixed with letters and marks, -0.1; else 0.
    static func bonus(_ text: String) -> Double {
        let bytes = Array(text.utf8)
        let digits = bytes.count { $0 >= 48 && $0 <= 57 }
        guard digits >= 2 else { return 0 }
        let marks = bytes.count { [44, 45, 46, 47, 58, 37, 40, 41].contains($0) }
        if digits + marks == bytes.count {
            let last = bytes.lastIndex { $0 == 44 || $0 == 46 }
            return last.map { bytes.count - $0 == 3 } == true || marks == 2 ? 0.1 : 0.03
        }
        return marks + digits < bytes.count && digits * 2 > bytes.count && bytes.contains { $0 > 127 } ? -0.1 : 0
    }
}

extension Word {
    /// A word of its own right, not a speck the other reading rightly left out.
    fileprivate var isWorthAdding: Bool {
        let letters = text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        return letters >= 2 && letters * 2 > text.unicodeScalars.count && (confidence ?? 0) > 0.6
    }
}

extension Box {
    /// Whether half of the smaller box lies in the other.
    fileprivate func sharesPlace(with other: Box) -> Bool {
        guard x < other.right, other.x < right, y < other.bottom, other.y < bottom else { return false }
        return intersection(other).area > 0.5 * min(area, other.area)
    }
}

/// RFC 3492: Unicode labels of domains as ASCII, and back.
enum Punycode {
    /// - Returns: `nil` when it does not fit into 32 bits.
    static func encode(_ label: String) -> String? {
        let scalars = label.unicodeScalars.map(\.value)
        var output = scalars.filter { $0 < 0x80 }.map { Character(Unicode.Scalar(UInt8($0))) }
        let basic = output.count
        if basic > 0 { output.append("-") }
        var code: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        var handled = basic
        while handled < scalars.count {
            guard let lowest = scalars.filter({ $0 >= code }).min() else { return nil }
            let (step, tooFar) = (lowest - code).multipliedReportingOverflow(by: UInt32(handled + 1))
            guard !tooFar, UInt64(delta) + UInt64(step) < UInt64(UInt32.max) else { return nil }
            delta += step
            code = lowest
            for scalar in scalars {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                output += digits(of: delta, bias)
                bias = adapt(delta, UInt32(handled + 1), isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(output)
    }

    /// - Returns: `nil` for what is no punycode.
    static func decode(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 63, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let split = bytes.lastIndex(of: UInt8(ascii: "-"))
        var output = bytes[..<(split ?? 0)].map { UInt32($0) }
        var position = split.map { $0 + 1 } ?? 0
        var code: UInt64 = 128
        var index: UInt64 = 0
        var bias: UInt32 = 72
        while position < bytes.count {
            let before = index
            var weight: UInt64 = 1
            var step: UInt32 = 36
            while true {
                guard position < bytes.count, let digit = value(bytes[position]) else { return nil }
                position += 1
                index += UInt64(digit) * weight
                guard index <= UInt64(UInt32.max) else { return nil }
                let threshold = Self.threshold(step, bias)
                if digit < threshold { break }
                weight *= UInt64(36 - threshold)
                guard weight <= UInt64(UInt32.max) else { return nil }
                step += 36
            }
            let count = UInt64(output.count + 1)
            bias = adapt(UInt32(index - before), UInt32(count), isFirst: before == 0)
            code += index / count
            index %= count
            guard code <= 0x10FFFF else { return nil }
            output.insert(UInt32(code), at: Int(index))
            index += 1
        }
        var scalars = String.UnicodeScalarView()
        for value in output {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    private static func digits(of delta: UInt32, _ bias: UInt32) -> [Character] {
        var rest = delta
        var digits: [Character] = []
        var step: UInt32 = 36
        while true {
            let threshold = threshold(step, bias)
            if rest < threshold { break }
            digits.append(character(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            step += 36
        }
        return digits + [character(rest)]
    }

    private static func threshold(_ step: UInt32, _ bias: UInt32) -> UInt32 {
        step <= bias ? 1 : min(step - bias, 26)
    }

    private static func adapt(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var steps: UInt32 = 0
        while delta > 455 {
            delta /= 35
            steps += 36
        }
        return steps + 36 * delta / (delta + 38)
    }

    private static func character(_ digit: UInt32) -> Character {
        Character(Unicode.Scalar(UInt8(digit < 26 ? digit + 97 : digit + 22)))
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 97...122: UInt32(byte) - 97
        case 65...90: UInt32(byte) - 65
        case 48...57: UInt32(byte) - 22
        default: nil
        }
    }
}

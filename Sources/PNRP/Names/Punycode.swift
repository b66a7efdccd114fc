/// Punycode (RFC 3492) with its standard parameters and without the `xn--` prefix: a text as letters, digits and
/// hyphens, and back.
enum Punycode {
    private static let base = 36
    private static let tMin = 1
    private static let tMax = 26
    private static let skew = 38
    private static let damp = 700
    private static let initialBias = 72
    private static let initialN = 128

    /// Literal characters, a hyphen when there are any, then the digits in lower case (RFC 3492 6.3).
    static func encode(_ text: String) -> String {
        let input = text.unicodeScalars.map { Int($0.value) }
        let literals = input.filter { $0 < initialN }
        var output = literals.compactMap { UnicodeScalar($0).map(Character.init) }
        if !literals.isEmpty { output.append("-") }
        var state = State(handled: literals.count)
        let literalCount = literals.count
        while state.handled < input.count {
            guard let next = input.filter({ $0 >= state.n }).min() else { break }
            state.delta += (next - state.n) * (state.handled + 1)
            state.n = next
            for point in input {
                if point < state.n { state.delta += 1 }
                guard point == state.n else { continue }
                appendDigits(of: state.delta, bias: state.bias, to: &output)
                state.bias = adapt(state.delta, count: state.handled + 1, isFirst: state.handled == literalCount)
                state.delta = 0
                state.handled += 1
            }
            state.delta += 1
            state.n += 1
        }
        return String(output)
    }

    /// The text that `encoded` stands for; `nil` when it is no Punycode (RFC 3492 6.2). The part before the last hyphen
    /// is literal; a hyphen in front means an empty literal part.
    static func decode(_ encoded: String) -> String? {
        let characters = Array(encoded)
        let hyphen = characters.lastIndex(of: "-")
        let literals = hyphen.map { characters[..<$0] } ?? []
        guard literals.allSatisfy(\.isASCII) else { return nil }
        var output = literals.flatMap { $0.unicodeScalars.map { Int($0.value) } }
        var digits = characters[(hyphen.map { $0 + 1 } ?? 0)...]
        var n = initialN
        var index = 0
        var bias = initialBias
        while !digits.isEmpty {
            let old = index
            guard let step = readInteger(from: &digits, bias: bias) else { return nil }
            index += step
            let count = output.count + 1
            bias = adapt(index - old, count: count, isFirst: old == 0)
            n += index / count
            index %= count
            guard n <= 0x10FFFF else { return nil }
            output.insert(n, at: index)
            index += 1
        }
        return text(of: output)
    }

    private struct State {
        var handled: Int
        var n = initialN
        var delta = 0
        var bias = initialBias
    }

    private static func text(of points: [Int]) -> String? {
        var text = String.UnicodeScalarView()
        for point in points {
            guard let scalar = UnicodeScalar(UInt32(point)) else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    private static func appendDigits(of value: Int, bias: Int, to output: inout [Character]) {
        var rest = value
        var position = base
        while true {
            let threshold = threshold(at: position, bias: bias)
            guard rest >= threshold else { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            position += base
        }
        output.append(digit(rest))
    }

    private static func readInteger(from digits: inout ArraySlice<Character>, bias: Int) -> Int? {
        var value = 0
        var weight = 1
        var position = base
        while let character = digits.popFirst() {
            guard let digit = self.value(of: character) else { return nil }
            let (product, tooLarge) = digit.multipliedReportingOverflow(by: weight)
            let (sum, overflows) = value.addingReportingOverflow(product)
            guard !tooLarge, !overflows, sum <= Int(Int32.max) else { return nil }
            value = sum
            let threshold = threshold(at: position, bias: bias)
            if digit < threshold { return value }
            let (next, isOver) = weight.multipliedReportingOverflow(by: base - threshold)
            guard !isOver else { return nil }
            weight = next
            position += base
        }
        return nil
    }

    private static func threshold(at position: Int, bias: Int) -> Int {
        min(max(position - bias, tMin), tMax)
    }

    private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / damp : delta / 2
        rest += rest / count
        var position = 0
        while rest > (base - tMin) * tMax / 2 {
            rest /= base - tMin
            position += base
        }
        return position + (base - tMin + 1) * rest / (rest + skew)
    }

    private static func digit(_ value: Int) -> Character {
        Character(UnicodeScalar(UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26)))
    }

    private static func value(of character: Character) -> Int? {
        guard let ascii = character.asciiValue else { return nil }
        switch ascii {
        case 0x61...0x7A: return Int(ascii) - 0x61
        case 0x41...0x5A: return Int(ascii) - 0x41
        case 0x30...0x39: return Int(ascii) - 0x30 + 26
        default: return nil
        }
    }
}

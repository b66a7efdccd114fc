/// An IPv6 address: sixteen bytes as two words, without a zone. A cloud has one zone, which its transport supplies.
package struct IPv6Address: Hashable, Sendable {
    /// The first eight bytes, most significant first.
    package var high: UInt64
    /// The last eight bytes.
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let unspecified = IPv6Address(high: 0, low: 0)
    package static let loopback = IPv6Address(high: 0, low: 1)
}

/// The reach of an address; a cloud's addresses share one (wire 13).
package enum AddressScope: Sendable, Hashable {
    case unspecified
    case loopback
    case multicast
    case linkLocal
    case siteLocal
    case global
}

extension IPv6Address {
    /// The scope by prefix: `::`, `::1`, `ff00::/8`, `fe80::/10`, `fec0::/10`, all else global (unique local included).
    package var scope: AddressScope {
        if self == .unspecified { return .unspecified }
        if self == .loopback { return .loopback }
        if high >> 56 == 0xff { return .multicast }
        if high >> 54 == 0xfe80 >> 6 { return .linkLocal }
        if high >> 54 == 0xfec0 >> 6 { return .siteLocal }
        return .global
    }

    /// The eight groups, most significant first.
    package var groups: [UInt16] {
        [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: high >> $0) }
            + [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: low >> $0) }
    }

    package init(groups: [UInt16]) {
        precondition(groups.count == 8, "an IPv6 address has eight groups")
        high = groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) }
        low = groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) }
    }
}

// MARK: Text

extension IPv6Address: CustomStringConvertible {
    /// The short form of RFC 5952: lower case, the longest run of two or more zero groups as `::`, the first on a tie.
    package var description: String {
        let groups = groups
        guard let run = Self.longestZeroRun(in: groups) else { return Self.join(groups[...]) }
        return "\(Self.join(groups[..<run.lowerBound]))::\(Self.join(groups[run.upperBound...]))"
    }

    /// Eight groups of four digits: the form in which every pinned output prints addresses (netsh 2.5).
    package var longDescription: String {
        groups.map { group in
            let digits = String(group, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined(separator: ":")
    }

    /// Reads any form of RFC 4291 2.2, a dotted IPv4 tail included. `nil` when the text is none of them.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45, let groups = Self.parseGroups(text) else { return nil }
        self.init(groups: groups)
    }

    private static func join(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func longestZeroRun(in groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
            start = max(end, start + 1)
        }
        return best
    }

    private static func parseGroups(_ text: some StringProtocol) -> [UInt16]? {
        guard let gap = firstGap(in: text) else {
            guard let groups = parseSide(text), groups.count == 8 else { return nil }
            return groups
        }
        let tail = text[gap.upperBound...]
        guard let left = parseSide(text[..<gap.lowerBound]), let right = parseSide(tail) else { return nil }
        guard left.count + right.count < 8, !text[..<gap.lowerBound].contains(".") else { return nil }
        return left + Array(repeating: 0, count: 8 - left.count - right.count) + right
    }

    private static func firstGap<Text: StringProtocol>(in text: Text) -> Range<Text.Index>? {
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == ":", next < text.endIndex, text[next] == ":" { return index..<text.index(after: next) }
            index = next
        }
        return nil
    }

    private static func parseSide(_ text: some StringProtocol) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (position, part) in parts.enumerated() {
            if position == parts.count - 1, part.contains(".") {
                guard let tail = parseDotted(part) else { return nil }
                return groups + tail
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit) else { return nil }
            guard let group = UInt16(part, radix: 16) else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func parseDotted(_ text: some StringProtocol) -> [UInt16]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ (1...3).contains($0.utf8.count) }) else { return nil }
        guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        // A zero in front would be octal to some readers and decimal to others (RFC 6943 3.1.1).
        guard parts.allSatisfy({ $0 == "0" || $0.first != "0" }) else { return nil }
        let bytes = parts.compactMap { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}

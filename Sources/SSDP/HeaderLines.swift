internal import PeerBase

/// The headers that discovery reads; all others are ignored (wire 14.2).
enum HeaderName: Int, CaseIterable {
    case searchTarget, notificationTarget, notificationKind, mandatory, maximumDelay, location, serviceName

    /// As compared, in capitals.
    private static let spellings: [[UInt8]] = ["ST", "NT", "NTS", "MAN", "MX", "AL", "USN"].map { Array($0.utf8) }

    /// Without regard to case (wire 14.2).
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for name in Self.allCases where Self.spellings[name.rawValue].count == range.count {
            if bytes.equals(Self.spellings[name.rawValue], in: range, ignoringCase: true) {
                self = name
                return
            }
        }
        return nil
    }
}

/// Where the first line and the values of the headers stand in a datagram: ranges, for a span cannot be kept.
struct HeaderLines {
    private(set) var first: Range<Int>
    private var values: InlineArray<7, Range<Int>?> = .init(repeating: nil)

    /// Reads up to the empty line; what follows it is ignored. A line ends with LF, with or without CR before it.
    init(_ bytes: Span<UInt8>) throws(DecodeError) {
        guard bytes.count <= SSDPLimits.datagramBytes else { throw DecodeError(.datagram, .inconsistentLength) }
        var position = 0
        first = try bytes.nextLine(&position)
        for _ in 0...SSDPLimits.headers {
            let line = try bytes.nextLine(&position)
            if line.isEmpty { return }
            try read(line, of: bytes)
        }
        throw DecodeError(.headers, .inconsistentLength)
    }

    subscript(name: HeaderName) -> Range<Int>? { values[name.rawValue] }

    func value(_ name: HeaderName) throws(DecodeError) -> Range<Int> {
        guard let range = self[name] else { throw DecodeError(name.field, .missing) }
        return range
    }

    /// A line that continues the one before, as old HTTP allowed, is refused: it would change a value already read.
    private mutating func read(_ line: Range<Int>, of bytes: Span<UInt8>) throws(DecodeError) {
        guard let colon = line.first(where: { bytes[$0] == UInt8(ascii: ":") }), colon > line.lowerBound else {
            throw DecodeError(.headers, .invalidValue)
        }
        guard !bytes[line.lowerBound].isBlank else { throw DecodeError(.headers, .unexpected) }
        guard let name = HeaderName(bytes, line.lowerBound..<colon) else { return }
        guard self[name] == nil else { throw DecodeError(name.field, .unexpected) }
        values[name.rawValue] = bytes.trimmed((colon + 1)..<line.upperBound)
    }
}

// MARK: Bytes

extension Span where Element == UInt8 {
    /// The line at `position` without its end; `position` moves behind it.
    func nextLine(_ position: inout Int) throws(DecodeError) -> Range<Int> {
        let start = position
        let limit = Swift.min(count, start + SSDPLimits.lineBytes + 2)
        guard let end = (start..<limit).first(where: { self[$0] == UInt8(ascii: "\n") }) else {
            throw DecodeError(.line, limit == count ? .truncated : .inconsistentLength)
        }
        position = end + 1
        let hasReturn = end > start && self[end - 1] == UInt8(ascii: "\r")
        let line = start..<(hasReturn ? end - 1 : end)
        guard line.count <= SSDPLimits.lineBytes else { throw DecodeError(.line, .inconsistentLength) }
        return line
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isBlank { start += 1 }
        while start < end, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// `expected` must be in capitals when case is ignored.
    func equals(_ expected: [UInt8], in range: Range<Int>, ignoringCase: Bool = false) -> Bool {
        guard range.count == expected.count else { return false }
        for (index, wanted) in zip(range, expected) {
            let byte = ignoringCase ? self[index].capital : self[index]
            guard byte == wanted else { return false }
        }
        return true
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
    fileprivate var capital: UInt8 { (0x61...0x7a).contains(self) ? self - 0x20 : self }
}

// MARK: Fields

extension Field {
    static let datagram = Field("SSDP datagram", "wire 14")
    static let line = Field("line", "wire 14")
    static let headers = Field("headers", "wire 14")
    static let startLine = Field("start line", "wire 14")
}

extension HeaderName {
    var field: Field {
        switch self {
        case .searchTarget: Field("ST", "wire 14.2")
        case .notificationTarget: Field("NT", "wire 14.3")
        case .notificationKind: Field("NTS", "wire 14.3")
        case .mandatory: Field("Man", "wire 14.1")
        case .maximumDelay: Field("MX", "wire 14.1")
        case .location: Field("AL", "wire 14.2")
        case .serviceName: Field("USN", "wire 14.3")
        }
    }
}

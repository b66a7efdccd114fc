package import PeerBase

/// Why a datagram is not one of ours.
package enum SSDPRefusal: Error, Hashable, Sendable {
    /// It is about something else: most of what is said on the port.
    case foreign
    case malformed(DecodeError)
}

extension SSDPMessage {
    /// Reads a whole datagram. What is about something else is refused without an allocation.
    package init(parsing bytes: Span<UInt8>) throws(SSDPRefusal) {
        let message: SSDPMessage?
        do throws(DecodeError) {
            message = try Self.read(bytes)
        } catch {
            throw .malformed(error)
        }
        guard let message else { throw .foreign }
        self = message
    }

    private static func read(_ bytes: Span<UInt8>) throws(DecodeError) -> SSDPMessage? {
        let lines = try HeaderLines(bytes)
        if bytes.equals(searchLine, in: lines.first) { return try search(bytes, lines) }
        if bytes.equals(notifyLine, in: lines.first) { return try notification(bytes, lines) }
        guard bytes.begins(with: answerLine, in: lines.first) else { throw DecodeError(.startLine, .invalidValue) }
        guard let scope = SSDPScope(bytes, try lines.value(.searchTarget)) else { return nil }
        return .answer(scope, try endpoint(bytes, lines, .location))
    }

    private static func search(_ bytes: Span<UInt8>, _ lines: HeaderLines) throws(DecodeError) -> SSDPMessage? {
        guard let scope = SSDPScope(bytes, try lines.value(.searchTarget)) else { return nil }
        guard bytes.equals(discover, in: try lines.value(.mandatory)) else {
            throw DecodeError(HeaderName.mandatory.field, .invalidValue)
        }
        guard let delay = bytes.decimal(try lines.value(.maximumDelay)) else {
            throw DecodeError(HeaderName.maximumDelay.field, .invalidValue)
        }
        return .search(scope, maximumDelay: delay)
    }

    private static func notification(_ bytes: Span<UInt8>, _ lines: HeaderLines) throws(DecodeError) -> SSDPMessage? {
        guard let scope = SSDPScope(bytes, try lines.value(.notificationTarget)) else { return nil }
        let kind = try lines.value(.notificationKind)
        if bytes.equals(alive, in: kind) { return .alive(scope, try endpoint(bytes, lines, .location)) }
        guard bytes.equals(byebye, in: kind) else {
            throw DecodeError(HeaderName.notificationKind.field, .invalidValue)
        }
        let name = lines[.location] == nil ? HeaderName.serviceName : .location
        return .byebye(scope, try endpoint(bytes, lines, name))
    }

    /// `[IPv6]:port` in the spelling of RFC 2732, which knows no zone; anything else is refused (wire 14.2).
    private static func endpoint(
        _ bytes: Span<UInt8>, _ lines: HeaderLines, _ name: HeaderName
    ) throws(DecodeError) -> Endpoint {
        guard let endpoint = bytes.endpoint(try lines.value(name)) else { throw DecodeError(name.field, .invalidValue) }
        return endpoint
    }

    private static let searchLine = Array("M-SEARCH * HTTP/1.1".utf8)
    private static let notifyLine = Array("NOTIFY * HTTP/1.1".utf8)
    /// The words after the number are for people.
    private static let answerLine = Array("HTTP/1.1 200 ".utf8)
    private static let discover = Array(#""ssdp:discover""#.utf8)
    private static let alive = Array("ssdp:alive".utf8)
    private static let byebye = Array("ssdp:byebye".utf8)
}

extension SSDPScope {
    private static let targets = allCases.map { ($0, Array($0.target.utf8)) }

    /// Byte for byte (wire 14.2).
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for (scope, target) in Self.targets where bytes.equals(target, in: range) {
            self = scope
            return
        }
        return nil
    }
}

// MARK: Values

extension Span where Element == UInt8 {
    fileprivate func begins(with expected: [UInt8], in range: Range<Int>) -> Bool {
        range.count >= expected.count && equals(expected, in: range.prefix(expected.count))
    }

    /// One to five digits.
    fileprivate func decimal(_ range: Range<Int>) -> Int? {
        guard (1...5).contains(range.count) else { return nil }
        var value = 0
        for index in range {
            guard (0x30...0x39).contains(self[index]) else { return nil }
            value = value * 10 + Int(self[index] - 0x30)
        }
        return value
    }

    fileprivate func endpoint(_ range: Range<Int>) -> Endpoint? {
        guard let close = range.last(where: { self[$0] == UInt8(ascii: "]") }), close + 1 < range.upperBound else {
            return nil
        }
        guard self[range.lowerBound] == UInt8(ascii: "["), self[close + 1] == UInt8(ascii: ":") else { return nil }
        guard let address = address((range.lowerBound + 1)..<close) else { return nil }
        guard let port = decimal((close + 2)..<range.upperBound).flatMap(UInt16.init(exactly:)) else { return nil }
        return Endpoint(address: address, port: port)
    }

    /// The longest text of an address has 45 characters.
    private func address(_ range: Range<Int>) -> IPv6Address? {
        guard (2...45).contains(range.count) else { return nil }
        var text = ""
        for index in range {
            guard self[index] < 0x80 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(self[index]))
        }
        return IPv6Address(text)
    }
}

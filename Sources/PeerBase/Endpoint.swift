/// An IPv6 address and a UDP or TCP port. Where a rule asks whether somebody is "in the path" or "ourselves",
/// endpoints are compared, never bare addresses: several nodes may share an address (behaviour 1).
package struct Endpoint: Hashable, Sendable {
    package var address: IPv6Address
    package var port: UInt16

    package init(address: IPv6Address, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension Endpoint: CustomStringConvertible {
    /// `[2001:db8::1]:3540`, the short form.
    package var description: String { "[\(address)]:\(port)" }

    /// `[2001:0db8:…:0001]:3540`, the form of the pinned outputs (netsh 2.5).
    package var longDescription: String { "[\(address.longDescription)]:\(port)" }
}

/// The text of an endpoint as a person writes it: an address, perhaps a zone, perhaps a port.
package struct EndpointText: Hashable, Sendable {
    package var address: IPv6Address
    /// The interface name or index after `%`, if one was written.
    package var zone: String?
    /// The port after the closing bracket, if one was written.
    package var port: UInt16?

    /// Reads `addr`, `[addr]`, `[addr]:port`, `[addr%zone]:port`, `[addr]%zone:port` or `addr%zone`
    /// (netsh 2.5); `nil` when the text is none of them or the port is above 65535.
    package init?(_ text: String) {
        guard text.first == "[" else {
            guard let (address, zone) = Self.split(text) else { return nil }
            self.address = address
            self.zone = zone
            return
        }
        guard let close = text.firstIndex(of: "]") else { return nil }
        guard let (address, inner) = Self.split(text[text.index(after: text.startIndex)..<close]) else { return nil }
        self.address = address
        var rest = text[text.index(after: close)...]
        zone = inner
        if rest.first == "%" {
            let colon = rest.firstIndex(of: ":") ?? rest.endIndex
            let outer = rest[rest.index(after: rest.startIndex)..<colon]
            guard inner == nil, !outer.isEmpty else { return nil }
            zone = String(outer)
            rest = rest[colon...]
        }
        guard let port = Self.port(rest) else { return nil }
        self.port = port
    }

    /// The endpoint meant, `port` filled in from `defaultPort` when none was written.
    package func endpoint(defaultPort: UInt16) -> Endpoint {
        Endpoint(address: address, port: port ?? defaultPort)
    }

    private static func split(_ text: some StringProtocol) -> (IPv6Address, String?)? {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPv6Address(first) else { return nil }
        guard parts.count == 2 else { return (address, nil) }
        return parts[1].isEmpty ? nil : (address, String(parts[1]))
    }

    /// `.some(nil)` for no port at all, `nil` for a port that cannot be.
    private static func port(_ rest: Substring) -> UInt16?? {
        if rest.isEmpty { return .some(nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        guard let port = UInt16(digits) else { return nil }
        return .some(port)
    }
}

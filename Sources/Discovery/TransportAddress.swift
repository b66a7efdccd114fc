internal import PeerBase

/// Where a person's signalling service is: `https://<address>:<port>/<near id>` (collab 10.2).
struct TransportAddress: Hashable {
    var endpoint: Endpoint
    var nearID: GUID

    init(endpoint: Endpoint, nearID: GUID) {
        self.endpoint = endpoint
        self.nearID = nearID
    }

    var text: String { "https://\(endpoint.address.uriHost):\(endpoint.port)/\(nearID)" }

    /// `nil` for anything else.
    init?(_ text: String) {
        let beginning = "https://"
        guard text.prefix(beginning.count).lowercased() == beginning else { return nil }
        let rest = text.dropFirst(beginning.count)
        guard let slash = rest.firstIndex(of: "/"), let nearID = GUID(rest[rest.index(after: slash)...]) else {
            return nil
        }
        guard let endpoint = Self.endpoint(rest[..<slash]) else { return nil }
        self.init(endpoint: endpoint, nearID: nearID)
    }

    private static func endpoint(_ text: Substring) -> Endpoint? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let (host, digits) = (text[..<colon], text[text.index(after: colon)...])
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        guard let address = address(host), address.isOfOneHost else { return nil }
        return Endpoint(address: address, port: port)
    }

    private static func address(_ host: Substring) -> IPv6Address? {
        if host.first == "[" { return host.last == "]" ? IPv6Address(host.dropFirst().dropLast()) : nil }
        return host.contains(":") ? nil : IPv6Address("::ffff:" + host)
    }
}

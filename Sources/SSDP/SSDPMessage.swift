package import PeerBase

/// One datagram of discovery (wire 14).
package enum SSDPMessage: Hashable, Sendable {
    /// Who is there? Answers shall be spread over so many seconds.
    case search(SSDPScope, maximumDelay: Int)
    /// I am, at this endpoint.
    case answer(SSDPScope, Endpoint)
    /// Unasked: I am there.
    case alive(SSDPScope, Endpoint)
    /// I am no longer there.
    case byebye(SSDPScope, Endpoint)
}

extension SSDPMessage {
    /// The datagram: CRLF at each line's end, no blank after the colon, one empty line at the end.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SSDPLimits.lineBytes)
        for line in lines + [""] { bytes.append(contentsOf: "\(line)\r\n".utf8) }
        return bytes
    }

    private var lines: [String] {
        switch self {
        case .search(let scope, let delay): Self.search(scope, delay)
        case .answer(let scope, let endpoint): Self.answer(scope, endpoint)
        case .alive(let scope, let endpoint): Self.alive(scope, endpoint)
        case .byebye(let scope, let endpoint): Self.byebye(scope, endpoint)
        }
    }

    /// As captured: 146 bytes for a cloud of the link (wire 14.1).
    private static func search(_ scope: SSDPScope, _ delay: Int) -> [String] {
        ["M-SEARCH * HTTP/1.1", host, "ST:\(scope.target)", #"Man:"ssdp:discover""#, "MX:\(delay)"]
    }

    /// The order of wire 14.2 without the headers that are optional there. `Location` would hold the IPv4 address of
    /// the host; nobody reads it, so the link does not learn it from us.
    private static func answer(_ scope: SSDPScope, _ endpoint: Endpoint) -> [String] {
        [
            "HTTP/1.1 200 OK", "ST:\(scope.target)", "USN:\(endpoint)", "Location:\(endpoint)", "AL:\(endpoint)",
            lifetime,
            "Server:p2psh", "Ext:",
        ]
    }

    /// Wire 14.3.
    private static func alive(_ scope: SSDPScope, _ endpoint: Endpoint) -> [String] {
        [
            "NOTIFY * HTTP/1.1", host, "NT:\(scope.target)", "NTS:ssdp:alive", "Location:\(endpoint)",
            "USN:\(endpoint)",
            "AL:\(endpoint)", lifetime,
        ]
    }

    /// Wire 14.3.
    private static func byebye(_ scope: SSDPScope, _ endpoint: Endpoint) -> [String] {
        ["NOTIFY * HTTP/1.1", host, "NT:\(scope.target)", "NTS:ssdp:byebye", "USN:\(endpoint)"]
    }

    private static let host = "Host:[FF02::C]:1900"
    private static let lifetime = "Cache-Control:max-age=\(SSDPLimits.maximumAge)"
}

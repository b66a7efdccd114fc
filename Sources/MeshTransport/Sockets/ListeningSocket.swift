internal import Glibc
package import PeerBase

/// Where a node takes connections.
package enum Listening: Hashable, Sendable {
    /// At every address of the host, IPv4 too.
    case everywhere
    /// At these alone; their ports do not matter.
    case only([ScopedEndpoint])

    /// Whether only programs of this host can come.
    var isOfThisHost: Bool {
        guard case .only(let endpoints) = self else { return false }
        return !endpoints.isEmpty && endpoints.allSatisfy { $0.endpoint.address.scope == .loopback }
    }
}

/// A TCP socket that is bound and not listening yet. Whoever holds it last closes it, once.
struct ListeningSocket: Sendable {
    let descriptor: CInt
    let port: UInt16

    /// One socket for each address, all with the same port; a port of 0 lets the kernel choose.
    static func bind(_ listening: Listening, port: UInt16) throws(ListenFailure) -> [ListeningSocket] {
        let wanted: [ScopedEndpoint] =
            switch listening {
            case .everywhere: [ScopedEndpoint(Endpoint(address: .unspecified, port: port))]
            case .only(let endpoints): endpoints
            }
        // A port that is free at one address may be taken at another: a few attempts settle that.
        for _ in 0..<7 {
            if let sockets = try? bind(wanted, port: port) { return sockets }
        }
        return try bind(wanted, port: port)
    }

    private static func bind(_ wanted: [ScopedEndpoint], port: UInt16) throws(ListenFailure) -> [ListeningSocket] {
        var sockets: [ListeningSocket] = []
        for endpoint in wanted {
            var endpoint = endpoint
            endpoint.endpoint.port = sockets.first?.port ?? port
            do throws(ListenFailure) {
                sockets.append(try ListeningSocket(bindingTo: endpoint))
            } catch {
                for socket in sockets { socket.close() }
                throw error
            }
        }
        return sockets
    }

    private init(bindingTo wanted: ScopedEndpoint) throws(ListenFailure) {
        descriptor = socket(AF_INET6, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ListenFailure(endpoint: wanted.endpoint, error: errno) }
        // A mesh that was just left keeps its fixed port busy for a minute otherwise.
        var on: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<CInt>.size))
        var off: CInt = 0
        setsockopt(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &off, socklen_t(MemoryLayout<CInt>.size))
        guard let bound = Self.bind(descriptor, to: wanted) else {
            let failure = ListenFailure(endpoint: wanted.endpoint, error: errno)
            Glibc.close(descriptor)
            throw failure
        }
        port = bound.endpoint.port
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// The endpoint the socket has then; `nil` leaves the reason in `errno`.
    private static func bind(_ descriptor: CInt, to endpoint: ScopedEndpoint) -> ScopedEndpoint? {
        var raw = endpoint.raw
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isBound ? ScopedEndpoint(raw) : nil
    }
}

/// Why a node cannot listen where it is to.
package struct ListenFailure: Error, Hashable, Sendable {
    package let endpoint: Endpoint
    let error: CInt

    /// Words that follow a colon.
    package var reason: String {
        switch error {
        case EADDRINUSE: "another program uses that port"
        case EADDRNOTAVAIL: "this host has no such address"
        case EACCES, EPERM: "that is not permitted"
        case EAFNOSUPPORT: "this system has no IPv6"
        default: String(cString: strerror(error))
        }
    }
}

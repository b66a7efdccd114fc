internal import Glibc
package import PeerBase

/// Where a node takes connections.
package enum Listening: Hashable, Sendable {
    /// At every address of the host, IPv4 too.
    case everywhere
    /// At these alone; their ports do not matter.
    case only([ScopedEndpoint])

    /// Whether only programs of this host can come.
    package var isOfThisHost: Bool {
        guard case .only(let endpoints) = self else { return false }
        return !endpoints.isEmpty && endpoints.allSatisfy { $0.endpoint.address.scope == .loopback }
    }
}

/// A TCP socket that is bound and not listening yet. Whoever holds it last closes it, once.
package struct ListeningSocket: Sendable {
    package let descriptor: CInt
    package let endpoint: Endpoint

    /// One socket for each address, all with the same port; a port of 0 lets the kernel choose.
    package static func bind(_ listening: Listening, port: UInt16) throws(BindFailure) -> [ListeningSocket] {
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

    private static func bind(_ wanted: [ScopedEndpoint], port: UInt16) throws(BindFailure) -> [ListeningSocket] {
        var sockets: [ListeningSocket] = []
        for endpoint in wanted {
            var endpoint = endpoint
            endpoint.endpoint.port = sockets.first?.endpoint.port ?? port
            do throws(SocketFault) {
                sockets.append(try ListeningSocket(bindingTo: endpoint))
            } catch {
                for socket in sockets { socket.close() }
                throw BindFailure(endpoint: endpoint.endpoint, fault: error)
            }
        }
        return sockets
    }

    private init(bindingTo wanted: ScopedEndpoint) throws(SocketFault) {
        let socket = try KernelSocket(.stream)
        // A port that was just left stays busy for a minute otherwise.
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
        socket.hearsIPv4(true)
        do throws(SocketFault) {
            endpoint = try socket.bind(to: wanted).endpoint
        } catch {
            socket.close()
            throw error
        }
        descriptor = socket.descriptor
    }

    package func close() {
        Glibc.close(descriptor)
    }
}

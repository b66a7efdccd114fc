internal import Glibc
internal import PeerBase

/// Which UDP port the sockets of a cloud share (behaviour 6.2).
package enum PortChoice: Hashable, Sendable {
    /// This one or none.
    case exactly(UInt16)
    /// This one if it is free, else any.
    case preferring(UInt16)
    case any
}

extension PortChoice {
    /// Binds one socket for each address, all with the same port.
    func bind(_ addresses: [IPv6Address]) throws(BindFailure) -> [DatagramSocket] {
        switch self {
        case .exactly(let port):
            return try Self.bind(addresses, port: port)
        case .preferring(let port):
            if let sockets = try? Self.bind(addresses, port: port) { return sockets }
            return try Self.bindAnywhere(addresses)
        case .any:
            return try Self.bindAnywhere(addresses)
        }
    }

    private static func bind(_ addresses: [IPv6Address], port: UInt16) throws(BindFailure) -> [DatagramSocket] {
        var sockets: [DatagramSocket] = []
        for address in addresses {
            do throws(BindFailure) {
                // Where the port is left open, the first address chooses for all.
                let chosen = port == 0 ? sockets.first?.endpoint.port ?? 0 : port
                sockets.append(try DatagramSocket(bindingTo: Endpoint(address: address, port: chosen)))
            } catch {
                for socket in sockets { socket.close() }
                throw error
            }
        }
        return sockets
    }

    /// A port that is free on one address may be taken on another: a few attempts settle that.
    private static func bindAnywhere(_ addresses: [IPv6Address]) throws(BindFailure) -> [DatagramSocket] {
        for _ in 0..<7 {
            do throws(BindFailure) {
                return try bind(addresses, port: 0)
            } catch {
                guard error.error == EADDRINUSE else { throw error }
            }
        }
        return try bind(addresses, port: 0)
    }
}

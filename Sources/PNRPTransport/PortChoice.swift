package import PeerBase
package import Sockets

/// Which UDP port the sockets of a cloud share (behaviour 6.2).
package enum PortChoice: Hashable, Sendable {
    /// This one or none.
    case exactly(UInt16)
    /// This one if it is free, else any.
    case preferring(UInt16)
    case any
}

extension PortChoice {
    /// Whether there is no choice.
    var isFixed: Bool {
        if case .exactly = self { return true }
        return false
    }

    /// Binds one socket for each address, all with the same port.
    func bind(_ addresses: [IPv6Address], zone: UInt32) throws(BindFailure) -> [DatagramSocket] {
        switch self {
        case .exactly(let port):
            return try Self.bind(addresses, port: port, zone: zone)
        case .preferring(let port):
            if let sockets = try? Self.bind(addresses, port: port, zone: zone) { return sockets }
            return try Self.bindAnywhere(addresses, zone: zone)
        case .any:
            return try Self.bindAnywhere(addresses, zone: zone)
        }
    }

    private static func bind(
        _ addresses: [IPv6Address], port: UInt16, zone: UInt32
    ) throws(BindFailure) -> [DatagramSocket] {
        var sockets: [DatagramSocket] = []
        for address in addresses {
            do throws(BindFailure) {
                // Where the port is left open, the first address chooses for all.
                let chosen = port == 0 ? sockets.first?.endpoint.port ?? 0 : port
                sockets.append(try DatagramSocket(bindingTo: Endpoint(address: address, port: chosen), zone: zone))
            } catch {
                for socket in sockets { socket.close() }
                throw error
            }
        }
        return sockets
    }

    /// A port that is free on one address may be taken on another: a few attempts settle that.
    private static func bindAnywhere(_ addresses: [IPv6Address], zone: UInt32) throws(BindFailure) -> [DatagramSocket] {
        for _ in 0..<7 {
            do throws(BindFailure) {
                return try bind(addresses, port: 0, zone: zone)
            } catch {
                guard error.fault.isInUse else { throw error }
            }
        }
        return try bind(addresses, port: 0, zone: zone)
    }
}

extension PortChoice {
    /// Throws what would keep a cloud from being opened; binds nothing for good.
    package func probe(_ addresses: [IPv6Address], zone: UInt32) throws(BindFailure) {
        for socket in try bind(addresses, zone: zone) { socket.close() }
    }
}

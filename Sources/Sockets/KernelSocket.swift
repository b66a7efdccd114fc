internal import Glibc
package import PeerBase

/// An IPv6 socket that never blocks. Whoever holds it last closes it, once.
package struct KernelSocket: Sendable {
    package enum Kind: Sendable {
        case datagrams
        case stream

        fileprivate var number: UInt32 {
            switch self {
            case .datagrams: SOCK_DGRAM.rawValue
            case .stream: SOCK_STREAM.rawValue
            }
        }
    }

    package let descriptor: CInt

    package init(_ kind: Kind) throws(SocketFault) {
        descriptor = socket(AF_INET6, CInt(kind.number | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .last }
    }

    package func close() {
        Glibc.close(descriptor)
    }

    /// An option that the kernel does not know is no fault.
    package func set(_ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Whether IPv4 is heard too, as mapped addresses.
    package func hearsIPv4(_ isSo: Bool) {
        set(CInt(IPPROTO_IPV6), IPV6_V6ONLY, isSo ? 0 : 1)
    }

    /// The endpoint the socket has then: a port of 0 lets the kernel choose.
    @discardableResult
    package func bind(to endpoint: ScopedEndpoint) throws(SocketFault) -> ScopedEndpoint {
        guard endpoint.withSocketAddress({ Glibc.bind(descriptor, $0, $1) }) == 0 else { throw .last }
        guard let bound = ScopedEndpoint.told(by: { getsockname(descriptor, $0, $1) }) else { throw .last }
        return bound
    }

    /// Afterwards a socket of datagrams hears nobody else; nothing is sent.
    package func connect(to endpoint: ScopedEndpoint) throws(SocketFault) {
        guard endpoint.withSocketAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 else { throw .last }
    }

    package func send(_ bytes: [UInt8], to destination: ScopedEndpoint) throws(SocketFault) {
        let sent = destination.withSocketAddress { address, length in
            bytes.withUnsafeBytes { sendto(descriptor, $0.baseAddress, $0.count, 0, address, length) }
        }
        if sent < 0 { throw .last }
    }

    /// The address from which the host would send datagrams to `destination`; `nil` when it knows no way there. Nothing
    /// is sent. A socket that was connected keeps its address, so each question takes one of its own.
    package static func source(towards destination: ScopedEndpoint) -> IPv6Address? {
        guard let socket = try? KernelSocket(.datagrams) else { return nil }
        defer { socket.close() }
        guard (try? socket.connect(to: destination)) != nil else { return nil }
        return ScopedEndpoint.told(by: { getsockname(socket.descriptor, $0, $1) })?.endpoint.address
    }
}

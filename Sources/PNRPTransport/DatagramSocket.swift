internal import PeerBase
internal import Sockets
internal import Synchronization

/// A UDP socket bound to exactly one endpoint, so that the kernel hands over only datagrams for that address (no
/// multicast, no other cloud's; behaviour 6.2) and answers leave from the address that was asked.
///
/// Whoever holds it last closes it, once: NIO does, when its channel closes.
struct DatagramSocket: Sendable {
    enum Departure {
        case sent
        /// The kernel's buffer is full.
        case full
        /// No route, a packet filter, or any other refusal.
        case refused
    }

    let endpoint: Endpoint
    /// Of this process's sockets, for descriptors and endpoints come again.
    let number: UInt64
    private let socket: KernelSocket
    private let zone: UInt32
    private static let lastNumber = Atomic<UInt64>(0)

    var descriptor: CInt { socket.descriptor }

    /// A port of zero lets the kernel choose.
    init(bindingTo wanted: Endpoint, zone: UInt32 = 0) throws(BindFailure) {
        number = Self.lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
        self.zone = zone
        do throws(SocketFault) {
            socket = try KernelSocket(.datagrams)
        } catch {
            throw BindFailure(endpoint: wanted, fault: error)
        }
        socket.hearsIPv4(false)
        do throws(SocketFault) {
            endpoint = try socket.bind(to: ScopedEndpoint(wanted, zone: zone)).endpoint
        } catch {
            socket.close()
            throw BindFailure(endpoint: wanted, fault: error)
        }
    }

    func close() { socket.close() }

    /// Never blocks and never fails for good.
    func send(_ bytes: [UInt8], to destination: Endpoint) -> Departure {
        do throws(SocketFault) {
            try socket.send(bytes, to: ScopedEndpoint(destination, zone: zone))
            return .sent
        } catch {
            return error.isFull ? .full : .refused
        }
    }
}

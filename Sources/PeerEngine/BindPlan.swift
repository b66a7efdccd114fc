internal import PNRP
internal import PNRPTransport
internal import PeerBase

/// Which sockets the `Global_` cloud shall have (architecture 4, behaviour 6.2).
struct BindPlan: Hashable, Sendable {
    /// Fixed addresses; the host's global ones, as they are at opening, when `nil`.
    var addresses: [IPv6Address]?
    var port: PortChoice

    /// Addresses one cloud may use (behaviour 6.2).
    private static let mostAddresses = 4
    /// Members do not talk to ports up to this one (wire 1).
    private static let lastRefusedPort: UInt16 = 1024

    /// Without a word from anybody: the well-known port if it is free.
    static let automatic = BindPlan(addresses: nil, port: .preferring(Engine.standardPort))
    /// Of a private cloud to learn in.
    static let laboratory = BindPlan(addresses: [.loopback], port: .preferring(Engine.standardPort))

    var reach: Configuration.Reach { isPrivate ? .loopback : .global }
    var isPrivate: Bool { addresses?.first == .loopback }

    /// The addresses as they are now; throws ``EngineError/noAddress`` when there is none.
    func currentAddresses() throws(EngineError) -> [IPv6Address] {
        let addresses = Array((addresses ?? HostInterfaces.current.globalAddresses).prefix(Self.mostAddresses))
        guard !addresses.isEmpty else { throw .noAddress }
        return addresses
    }

    /// The port to show before there is a socket.
    var expectedPort: UInt16 {
        switch port {
        case .exactly(let port), .preferring(let port): port
        case .any: 0
        }
    }
}

// MARK: From the command line

extension BindPlan {
    init(_ options: EngineOptions) throws(EngineError) {
        guard !options.binds.isEmpty else {
            self = options.labNodes > 0 ? .laboratory : .automatic
            return
        }
        self = try Self.reading(options.binds)
        if options.labNodes > 0, !isPrivate {
            throw .cannotBind(options.binds[0], reason: "with --lab it must be [::1] and a port.")
        }
    }

    private static func reading(_ texts: [String]) throws(EngineError) -> BindPlan {
        var plan: BindPlan?
        for text in texts {
            let (address, port) = try read(text)
            guard var known = plan else {
                plan = BindPlan(addresses: address.map { [$0] }, port: port)
                continue
            }
            guard known.port == port else {
                throw .cannotBind(text, reason: "all endpoints of a cloud share one port.")
            }
            guard let address, let addresses = known.addresses, known.isPrivate == (address == .loopback) else {
                throw .cannotBind(text, reason: "it does not go together with \(texts[0]).")
            }
            if !addresses.contains(address) { known.addresses = addresses + [address] }
            guard addresses.count <= mostAddresses else {
                throw .cannotBind(text, reason: "a cloud has at most \(mostAddresses) addresses.")
            }
            plan = known
        }
        return plan ?? .automatic
    }

    private static func read(_ text: String) throws(EngineError) -> (IPv6Address?, PortChoice) {
        if text.hasPrefix(":"), !text.hasPrefix("::") {
            guard let port = UInt16(text.dropFirst()) else { throw .cannotBind(text, reason: syntax) }
            return (nil, try choice(port, in: text))
        }
        guard let read = EndpointText(text), read.zone == nil else { throw .cannotBind(text, reason: syntax) }
        guard [.global, .loopback].contains(read.address.scope) else {
            throw .cannotBind(text, reason: "it takes a global address, or ::1 for a private cloud.")
        }
        return (read.address, try choice(read.port ?? Engine.standardPort, in: text))
    }

    private static let syntax = "write [address]:port, or :port for every global address of this host."

    private static func choice(_ port: UInt16, in text: String) throws(EngineError) -> PortChoice {
        if port == 0 { return .any }
        guard port > lastRefusedPort else {
            throw .cannotBind(text, reason: "members of a cloud do not talk to ports up to \(lastRefusedPort).")
        }
        return .exactly(port)
    }
}

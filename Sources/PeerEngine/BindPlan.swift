internal import PNRP
internal import PNRPTransport
internal import PeerBase

/// Which sockets a cloud shall have (architecture 4, behaviour 6.2).
struct BindPlan: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// Exactly these addresses.
        case fixed([IPv6Address])
        /// The global addresses of the host, as they come and go.
        case global
        /// The link-local addresses of an interface.
        case link(UInt32)
    }

    var place: Place
    var port: PortChoice

    /// Addresses one cloud may use (behaviour 6.2).
    private static let mostAddresses = 4
    /// Members do not talk to ports up to this one (wire 1).
    private static let lastRefusedPort: UInt16 = 1024

    /// Without a word from anybody: the well-known port if it is free.
    static let automatic = BindPlan(place: .global, port: .preferring(Engine.standardPort))
    /// Of a private cloud to learn in.
    static let laboratory = BindPlan(place: .fixed([.loopback]), port: .preferring(Engine.standardPort))

    /// Of the cloud of one interface's link.
    static func link(_ interface: UInt32) -> BindPlan {
        BindPlan(place: .link(interface), port: .preferring(Engine.standardPort))
    }

    var reach: Configuration.Reach {
        if isPrivate { return .loopback }
        return zone == 0 ? .global : .linkLocal
    }

    var isPrivate: Bool { fixedAddresses?.first == .loopback }

    /// The interface index of link-local addresses.
    var zone: UInt32 {
        if case .link(let interface) = place { return interface }
        return 0
    }

    private var fixedAddresses: [IPv6Address]? {
        if case .fixed(let addresses) = place { return addresses }
        return nil
    }

    /// The addresses that datagrams can pass on this host, best first; none while the network is lost.
    func usableAddresses(of host: HostInterfaces) -> [IPv6Address] {
        switch place {
        case .fixed(let addresses): isPrivate ? addresses : addresses.filter(host.hasUsable)
        case .global: Array(host.globalAddresses.prefix(Self.mostAddresses))
        case .link(let interface): Array((host[interface]?.linkLocalAddresses ?? []).prefix(Self.mostAddresses))
        }
    }

    /// The addresses to open with. Those that somebody asked for by name are tried whatever the host seems to have.
    func wantedAddresses(of host: HostInterfaces) -> [IPv6Address] { fixedAddresses ?? usableAddresses(of: host) }

    /// The port to show before there is a socket.
    var expectedPort: UInt16 {
        switch port {
        case .exactly(let port), .preferring(let port): port
        case .any: 0
        }
    }
}

extension HostInterfaces {
    fileprivate func hasUsable(_ address: IPv6Address) -> Bool {
        interfaces.contains { interface in
            interface.isConnected && interface.addresses.contains { $0.address == address && $0.isBindable }
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
                plan = BindPlan(place: address.map { .fixed([$0]) } ?? .global, port: port)
                continue
            }
            guard known.port == port else {
                throw .cannotBind(text, reason: "all endpoints of a cloud share one port.")
            }
            guard let address, let addresses = known.fixedAddresses, known.isPrivate == (address == .loopback) else {
                throw .cannotBind(text, reason: "it does not go together with \(texts[0]).")
            }
            if !addresses.contains(address) { known.place = .fixed(addresses + [address]) }
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

internal import PNRP
internal import PNRPTransport
internal import PeerBase

/// A cloud as the engine knows it, opened or not.
struct Cloud {
    /// The name of the one global cloud (behaviour 6.1).
    static let globalName = "Global_"

    typealias Opening = Task<Result<PNRPDriver, EngineError>, Never>

    let name: String
    let scope: CloudSnapshot.Scope
    let plan: BindPlan
    /// The name of its interface; `nil` for the global cloud.
    var interfaceName: String?
    /// Under which name nodes and settings of this cloud are kept; `nil` where it makes no sense. A private cloud's
    /// nodes never mix with those of the real one, and one without a port of its own cannot be met again.
    let memoryKey: String?
    /// What is set for it; `nil` until somebody needs to know.
    var settings: CloudSettings?
    /// Under way or done; `nil` before anything was asked of the cloud.
    var opening: Opening?
    /// Set when the opening is done.
    var driver: PNRPDriver?
    /// As the driver told last.
    var state = CloudState.virtual
    /// Whether it was told to stay open (netsh 4.3.11).
    var isStarted = false
    /// The name under which this node takes part in a started cloud; nobody else knows it.
    var presence: PeerName?
    /// Registrations whose endpoints are the cloud's own addresses with this port, and follow them (behaviour 19).
    var automatic: [PeerID: UInt16] = [:]
    var discovery = Discovery()
    /// Whether a change of the cache is about to be told.
    var isTellingCache = false

    /// What looking for members has come to.
    struct Discovery {
        /// Addresses that the seeds stood for when they were last asked for; `nil` when they never were.
        var seedAddresses: Int?
        var rememberedNodes = 0
        var searches = 0
        var answers = 0
        /// What others find us at by search, and on which interfaces.
        var advertised: (endpoint: Endpoint, interfaces: [UInt32])?
    }

    /// The interface index; 0 for the global cloud.
    var scopeID: UInt32 { plan.zone }

    /// The global cloud, or a private one in its place.
    static func global(_ options: EngineOptions) throws(EngineError) -> Cloud {
        let plan = try BindPlan(options)
        return Cloud(
            name: globalName, scope: .global, plan: plan, memoryKey: options.labNodes > 0 ? nil : memoryKey(plan))
    }

    /// The cloud of an interface's link. Its number may be another's after a restart; what is remembered goes by the
    /// interface's name.
    static func link(_ interface: HostInterface) -> Cloud {
        Cloud(
            name: "LinkLocal_ff00::%\(interface.index)/8", scope: .linkLocal, plan: .link(interface.index),
            interfaceName: interface.name, memoryKey: linkKeys + interface.name)
    }

    private static let linkKeys = "link "

    /// The interface of the link that a memory key is for; `nil` for that of another cloud.
    static func interface(ofMemoryKey key: String) -> String? {
        key.hasPrefix(linkKeys) ? String(key.dropFirst(linkKeys.count)) : nil
    }

    private static func memoryKey(_ plan: BindPlan) -> String? {
        guard plan.isPrivate else { return globalName }
        guard case .exactly(let port) = plan.port else { return nil }
        return "\(Endpoint(address: .loopback, port: port))"
    }

    /// Whether the cloud exists on a host like this: it has an address there, or it is in use (behaviour 6.1).
    func exists(on host: HostInterfaces) -> Bool {
        if opening != nil { return true }
        if case .link(let interface) = plan.place { return host.links.contains { $0.index == interface } }
        return !plan.wantedAddresses(of: host).isEmpty
    }
}

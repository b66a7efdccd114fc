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
    let scopeID: UInt32
    let plan: BindPlan
    /// Under which name nodes of this cloud are remembered; `nil` where it makes no sense. A private cloud's nodes
    /// never mix with those of the real one, and one without a port of its own cannot be met again.
    let memoryKey: String?
    /// Under way or done; `nil` in the state Virtual.
    var opening: Opening?
    /// Set when the opening is done.
    var driver: PNRPDriver?
    /// As the driver told last.
    var state = CloudState.virtual
    /// Seeds for showing, and how many addresses they stand for.
    var seeds: [String] = []
    var seedAddresses = 0
    var rememberedNodes = 0

    /// The global cloud, or a private one in its place.
    static func global(_ options: EngineOptions) throws(EngineError) -> Cloud {
        let plan = try BindPlan(options)
        return Cloud(
            name: globalName, scope: .global, scopeID: 0, plan: plan,
            memoryKey: options.labNodes > 0 ? nil : memoryKey(plan))
    }

    private static func memoryKey(_ plan: BindPlan) -> String? {
        guard plan.isPrivate else { return globalName }
        guard case .exactly(let port) = plan.port else { return nil }
        return "\(Endpoint(address: .loopback, port: port))"
    }
}

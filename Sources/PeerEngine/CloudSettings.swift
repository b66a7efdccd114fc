internal import PeerStore

/// What people and policies have set for one cloud.
struct CloudSettings: Hashable, Sendable {
    /// `nil` when nobody set any; empty when there shall be none (netsh 4.3.4).
    var seeds: [String]?
    var mode = CloudMode.automatic
    var isDisabled = false
    var searchesLink = true

    /// Between the hosts of a list of seeds, as Windows wrote it.
    static let separator: Character = ";"
}

extension CloudSettings {
    init(_ store: Store, cloud: String) throws(StoreError) {
        if let text = try store.setting(.seeds, cloud: cloud) {
            seeds = text.split(separator: Self.separator).map(String.init)
        }
        mode = try store.setting(.mode, cloud: cloud).flatMap(CloudMode.init) ?? .automatic
        isDisabled = try Self.policy(.participation, store, cloud) == Self.off
        searchesLink = try Self.policy(.multicast, store, cloud) != Self.off
    }

    private static let off = "off"

    /// What is said of the cloud goes before what is said of all: a link that comes tomorrow has no word of its own.
    private static func policy(_ setting: Setting, _ store: Store, _ cloud: String) throws(StoreError) -> String? {
        if let own = try store.setting(setting, cloud: cloud) { return own }
        return try store.setting(setting, cloud: nil)
    }
}

/// What is set about the machine's own name (netsh 4.5.6).
struct MachineNameSettings: Hashable, Sendable {
    /// `nil` for the one made from the host's name.
    var name: String?
    var publishesAutomatically = false

    static let on = "on"
}

extension MachineNameSettings {
    init(_ store: Store) throws(StoreError) {
        name = try store.setting(.machineName, cloud: nil)
        publishesAutomatically = try store.setting(.machineNamePublication, cloud: nil) == Self.on
    }
}

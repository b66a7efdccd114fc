/// The state of a cloud (behaviour 6.3); raw values as in the Windows enumeration.
///
///     Virtual ──open──▶ Synchronizing ──first route admitted──▶ Active
///                            │                                    │ ▲
///                            └──all stages tried──▶ Alone ◀───────┘ │ cache empty / first route admitted
///                                                     └─────────────┘
package enum CloudState: Int, Hashable, Sendable {
    /// Known and not initialised: no traffic. Left by the first registration, resolve or explicit opening.
    case virtual = 0
    /// Looking for members. Left for Active with the first admitted route, for Alone when every stage failed.
    case synchronizing = 1
    /// At least one other member is known. Left for Alone when the cache becomes empty.
    case active = 2
    /// Was initialised, and its network is gone for good.
    case dead = 3
    /// Switched off by configuration.
    case disabled = 4
    /// Was active, and the network is lost: names are kept, nothing can be resolved. Left when an address returns.
    case noNet = 5
    /// Nobody was found. Every maintenance tick tries the next stage; left for Active with the first admitted route.
    case alone = 6
}

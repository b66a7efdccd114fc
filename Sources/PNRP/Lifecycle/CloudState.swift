/// The state of a cloud (behaviour 6.3); raw values as in the Windows enumeration.
///
///     Virtual ──open──▶ Synchronizing ──first route admitted──▶ Active
///        ▲                   │    ▲                               │ ▲
///        │                   │    └─address back─ No Net ◀─┐      │ │ cache empty / first route admitted
///        │                   └──all stages tried──▶ Alone ◀┼──────┘ │
///        │                                          └──────┼────────┘
///        └── unused for 15 minutes, from any of the four ──┘
///
/// From every state the policy leads to Disabled, and from there back to Virtual. Whoever has been out of Virtual
/// ends in Dead when the interface goes for good.
package enum CloudState: Int, Hashable, Sendable {
    /// Known and not initialised: no traffic. Left by the first registration, resolve or explicit opening.
    case virtual = 0
    /// Looking for members. Left for Active with the first admitted route, for Alone when every stage failed.
    case synchronizing = 1
    /// At least one other member is known. Left for Alone when the cache becomes empty.
    case active = 2
    /// Was initialised, and its network is gone for good. Never left: a new node takes over.
    case dead = 3
    /// Switched off by configuration. Left for Virtual when the policy changes.
    case disabled = 4
    /// Was open, and the network is lost: names are kept, nothing can be resolved. Left for Synchronizing when an
    /// address returns.
    case noNet = 5
    /// Nobody was found. Every maintenance tick tries the next stage; left for Active with the first admitted route.
    case alone = 6

    /// Whether the cloud is bound to its addresses and talks to others.
    package var isRunning: Bool {
        switch self {
        case .synchronizing, .active, .alone: true
        case .virtual, .dead, .disabled, .noNet: false
        }
    }
}

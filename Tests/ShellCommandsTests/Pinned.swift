import Testing

extension Tag {
    /// Netsh is known to have printed exactly this (netsh 3, O-1 to O-9). Nothing else bears this mark: all other
    /// outputs are ours and may change.
    @Tag static var pinned: Self
}

// Addresses of IPv4 travel inside this program as `::ffff:a.b.c.d`.

extension IPv6Address {
    /// Of an IPv4 address, most significant byte first.
    package init(ipv4: UInt32) {
        self.init(high: 0, low: 0xffff << 32 | UInt64(ipv4))
    }

    package var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// `fe80::/10` and `169.254/16`.
    package var isLinkLocal: Bool { isIPv4 ? low >> 16 == 0xffff_a9fe : scope == .linkLocal }

    /// `192.0.2.1`; `nil` for what is no address of IPv4.
    package var ipv4Text: String? {
        guard isIPv4 else { return nil }
        return [24, 16, 8, 0].map { "\(UInt8(truncatingIfNeeded: low >> $0))" }.joined(separator: ".")
    }
}

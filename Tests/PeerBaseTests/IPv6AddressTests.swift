import PeerBase
import Testing

@Suite("IPv6 addresses")
struct IPv6AddressTests {
    @Test(
        "any way of writing is read, and written back in the short form of RFC 5952",
        arguments: [
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:0:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:db8:0000:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd::1", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd:0:0001", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("0:0:0:0:0:0:0:0", "::"),
            ("::", "::"),
            ("0:0:0:0:0:0:0:1", "::1"),
            ("1::", "1::"),
            ("1:0:0:0:0:0:0:0", "1::"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("FE80::00AB", "fe80::ab"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"),
            ("0:0:0:0:0:FFFF:129.144.52.38", "::ffff:8190:3426"),
            ("64:ff9b::255.0.1.255", "64:ff9b::ff00:1ff"),
            ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"),
            ("::0.0.0.0", "::"),
        ])
    func short(text: String, canonical: String) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.description == canonical)
        #expect(IPv6Address(canonical) == address)
        #expect(IPv6Address(address.longDescription) == address)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7",
            "1::2::3", "::1::", "1:::2", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
            "12345::", "g::", "::-1", "::+1", "0x1::", " ::1", "::1 ", "[::1]", "::1%2", "::1/64",
            "1.2.3.4", "::1.2.3", "::1.2.3.4.5", "::256.1.1.1", "::1.2.3.-4", "::1..2.3", "::1.2.3.4:5",
            "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.0004", "::1.2.3.٤", "::e\u{301}", "：：1",
            "::010.2.3.4", "::1.2.3.00", String(repeating: "0", count: 46), "::" + String(repeating: "1:", count: 40),
        ])
    func bad(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test("a part of a text is read like a text")
    func substring() {
        #expect(IPv6Address("[fe80::1]".dropFirst().dropLast()) == IPv6Address(high: 0xfe80 << 48, low: 1))
    }

    @Test("whatever the address, both texts lead back to it", arguments: 1...40 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<50 {
            let groups = (0..<8).map { _ in
                random.next() % 3 == 0 ? UInt16(truncatingIfNeeded: random.next() >> (random.next() % 64)) : 0
            }
            let address = IPv6Address(groups: groups)
            #expect(address.groups == groups)
            #expect(IPv6Address(address.description) == address, "\(address)")
            #expect(IPv6Address(address.longDescription) == address, "\(address.longDescription)")
            #expect(address.longDescription.utf8.count == 39)
            #expect(address.description.utf8.count <= 39)
        }
    }

    @Test(
        "the scope follows from the prefix (wire 13)",
        arguments: [
            ("::", .unspecified), ("::1", .loopback), ("::2", .global), ("ff02::c", .multicast), ("ff00::", .multicast),
            ("fe80::1", .linkLocal), ("febf:ffff::1", .linkLocal), ("fec0::1", .siteLocal), ("feff::1", .siteLocal),
            ("fe7f::1", .global), ("fd00::1", .global), ("2001:db8::1", .global), ("::ffff:127.0.0.1", .global),
        ] as [(String, AddressScope)])
    func scope(text: String, scope: AddressScope) throws {
        #expect(try #require(IPv6Address(text)).scope == scope)
    }
}

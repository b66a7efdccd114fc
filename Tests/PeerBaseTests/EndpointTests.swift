import PeerBase
import Testing

@Suite("Endpoints and their texts (netsh 2.5)")
struct EndpointTests {
    private static let fe80 = IPv6Address(high: 0xfe80 << 48, low: 1)

    @Test(
        "every form is read",
        arguments: [
            ("fe80::1", nil, nil),
            ("fe80::1%eth0", "eth0", nil),
            ("fe80::1%8", "8", nil),
            ("[fe80::1]", nil, nil),
            ("[fe80::1]:3540", nil, 3540),
            ("[fe80::1]:0", nil, 0),
            ("[fe80::1]:65535", nil, 65535),
            ("[fe80::1]:00080", nil, 80),
            ("[fe80::1%eth0]", "eth0", nil),
            ("[fe80::1%eth0]:3540", "eth0", 3540),
            ("[fe80::1]%eth0:3540", "eth0", 3540),
            ("[fe80::1]%8", "8", nil),
            ("[fe80:0000:0000:0000:0000:0000:0000:0001]%8:28365", "8", 28365),
        ] as [(String, String?, UInt16?)])
    func form(text: String, zone: String?, port: UInt16?) throws {
        let read = try #require(EndpointText(text))
        #expect(read.address == Self.fe80)
        #expect(read.zone == zone)
        #expect(read.port == port)
        #expect(read.endpoint(defaultPort: 3540) == Endpoint(address: Self.fe80, port: port ?? 3540))
    }

    @Test(
        "everything else is refused",
        arguments: [
            "", "[", "[]", "]", "[]:1", "fe80::1]", "[fe80::1", "[fe80::1:3540", "[fe80::1]:", "[fe80::1]:70000",
            "[fe80::1]:65536", "[fe80::1]:-1", "[fe80::1]:+1", "[fe80::1]:1 ", "[fe80::1]:0x10", "[fe80::1]:٣",
            "[fe80::1]:99999999999999999999", "[fe80::1]3540", "[fe80::1] :3540", "[fe80::1]x", "[[fe80::1]]:1",
            "fe80::1%", "[fe80::1%]", "[fe80::1]%", "[fe80::1]%:3540", "[fe80::1%eth0]%eth0:3540", "%eth0", "[%eth0]",
            "host:3540", "192.0.2.1:3540", "[192.0.2.1]:3540", " [fe80::1]:3540",
        ])
    func refused(text: String) {
        #expect(EndpointText(text) == nil)
    }

    @Test("an endpoint is written short and long")
    func written() throws {
        let endpoint = Endpoint(address: Self.fe80, port: 3540)
        #expect(endpoint.description == "[fe80::1]:3540")
        #expect(endpoint.longDescription == "[fe80:0000:0000:0000:0000:0000:0000:0001]:3540")
        for text in [endpoint.description, endpoint.longDescription] {
            #expect(try #require(EndpointText(text)).endpoint(defaultPort: 1) == endpoint)
        }
    }

    @Test("several nodes may share an address: the port tells them apart (behaviour 1)")
    func samePlace() {
        #expect(Endpoint(address: Self.fe80, port: 3540) != Endpoint(address: Self.fe80, port: 3541))
        #expect(Set([3540, 3541, 3540].map { Endpoint(address: Self.fe80, port: $0) }).count == 2)
    }
}

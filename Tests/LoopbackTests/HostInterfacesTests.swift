import PNRPTransport
import PeerBase
import Sockets
import Testing

/// Which addresses of a host a cloud may use.
@Suite struct HostInterfacesTests {
    private static let table = """
        00000000000000000000000000000001 01 80 10 80       lo
        fd000000000000000000000000000002 04 40 00 82     eth0
        fe8000000000000000fc00fffe000001 04 40 20 80     eth0
        20010db8000000000000000000000007 04 40 00 00     eth0
        20010db8000000000123456789abcdef 04 40 00 01     eth0
        20010db8000000000000000000000008 04 40 00 20     eth0
        20010db8000000000000000000000009 04 40 00 40     eth0
        fe800000000000000000000000000011 0a 40 20 c0     wifi
        """

    private static func address(_ text: String) throws -> IPv6Address {
        let address = IPv6Address(text)
        return try #require(address)
    }

    /// A host as the table tells it, all of its interfaces connected.
    private static var host: HostInterfaces {
        let addresses = HostInterfaces.addresses(in: AddressTable.rows(of: table))
        let names: [UInt32: String] = [1: "lo", 4: "eth0", 10: "wifi"]
        return HostInterfaces(
            names.map { index, name in
                HostInterface(index: index, name: name, isLoopback: index == 1, addresses: addresses[index] ?? [])
            })
    }

    @Test func theHostTellsWhereItWouldSendFrom() {
        let itself = ScopedEndpoint(Endpoint(address: .loopback, port: 3540))

        #expect(KernelSocket.source(towards: itself) == .loopback)
    }

    @Test func theKernelsTableIsRead() throws {
        let addresses = HostInterfaces.addresses(in: AddressTable.rows(of: Self.table))

        #expect(addresses.mapValues(\.count) == [1: 1, 4: 6, 10: 1])
        #expect(addresses[1] == [HostAddress(.loopback, prefixLength: 128, flags: .init(rawValue: 0x80))])
        let link = try Self.address("fe80::fc:ff:fe00:1")
        #expect(addresses[4]?[1].address == link)
        #expect(addresses[10]?.first?.flags.contains(.tentative) == true)
    }

    @Test(arguments: [
        "", "\n\n", "fe80 04 40 20 80 eth0", "fe8000000000000000fc00fffe000001 04 40 20", "a b c d e f",
        "fe8000000000000000fc00fffe000001 xx 40 20 80 eth0", "fe8000000000000000fc00fffe00000g 04 40 20 80 eth0",
        "fe8000000000000000fc00fffe000001 04 400 20 80 eth0",
    ])
    func aLineThatIsNoneIsLeftOut(_ line: String) {
        #expect(AddressTable.rows(of: line).isEmpty)
    }

    @Test func theBestAddressesOfTheHostComeFirst() throws {
        let best = try ["2001:db8::7", "2001:db8::123:4567:89ab:cdef", "fd00::2"].map(Self.address)
        #expect(Self.host.globalAddresses == best)
    }

    @Test func deprecatedAddressesServeWhereThereIsNothingElse() throws {
        let old = HostAddress(try Self.address("2001:db8::8"), flags: .deprecated)
        let host = HostInterfaces([HostInterface(index: 2, name: "eth0", addresses: [old])])

        #expect(host.globalAddresses == [old.address])
    }

    @Test func aLinkHasACloudWhetherOrNotAnythingPasses() throws {
        var host = Self.host
        let link = try Self.address("fe80::fc:ff:fe00:1")
        #expect(host.links.map(\.name) == ["eth0", "wifi"])
        #expect(host[4]?.linkLocalAddresses == [link])
        // Still being checked.
        #expect(host[10]?.linkLocalAddresses == [])

        host.interfaces[1].hasCarrier = false

        #expect(host.links.map(\.name) == ["eth0", "wifi"])
        #expect(host[4]?.linkLocalAddresses == [])
        #expect(host.globalAddresses == [])
        #expect(host.searchable == [])
    }

    @Test func thisHostHasALoopbackInterface() throws {
        let found = HostInterfaces.current.interfaces.first(where: \.isLoopback)
        let loopback = try #require(found)

        #expect(loopback.isUp)
        #expect(loopback.addresses.contains { $0.address == .loopback })
    }
}

import Discovery
import PeerBase
import Sockets
import Testing

@testable import DiscoveryTransport

/// Which interfaces are used (collab 10.3).
@Suite struct LinkChoiceTests {
    private let address = LinkAddress(IPv6Address(high: 0xfe80 << 48, low: 1), prefixLength: 64)

    private func refusal(
        _ name: String, named: [String]? = nil, _ change: (inout HostLink) -> Void = { _ in }
    ) -> LinkRefusal? {
        var link = HostLink(index: 2, name: name, addresses: [address])
        change(&link)
        let choice = LinkChoice([link], named: named)
        #expect(choice.used.count + choice.skipped.count == 1)
        return choice.skipped.first?.refusal
    }

    @Test func whatLeadsToOthersIsUsed() {
        #expect(refusal("eth0") == nil)
        #expect(refusal("brother0") == nil)
        #expect(refusal("eth0") { $0.isUp = false } == .down)
        #expect(refusal("eth0") { $0.supportsMulticast = false } == .noMulticast)
        #expect(refusal("eth0") { $0.addresses = [] } == .noAddress)
    }

    @Test(arguments: [
        ("lo", LinkRefusal.loopback), ("tun0", .pointToPoint), ("docker0", .containers), ("br-12ab", .containers),
        ("veth9", .containers),
    ])
    func whatDoesNotIsUsedWhenNamed(name: String, reason: LinkRefusal) {
        func change(_ link: inout HostLink) {
            link.isLoopback = name == "lo"
            link.isPointToPoint = name == "tun0"
        }
        #expect(refusal(name, change) == reason)
        #expect(refusal(name, named: [name], change) == nil)
        #expect(
            refusal(name, named: [name]) {
                change(&$0); $0.isUp = false
            } == .down)
    }

    @Test func namesRestrictAndAreMissed() {
        let links = [HostLink(index: 2, name: "eth0", addresses: [address]), HostLink(index: 3, name: "wlan0")]
        let choice = LinkChoice(links, named: ["eth0", "eth7"])
        #expect(choice.used == [DiscoveryLink(index: 2, name: "eth0", addresses: [address])])
        #expect(choice.skipped.map(\.name) == ["wlan0", "eth7"])
        #expect(choice.skipped.map(\.refusal) == [.notNamed, .missing])
    }

    /// What is tentative, deprecated or a duplicate is not used.
    @Test func someAddressesAreNotUsed() throws {
        func isUsable(_ flags: String) throws -> Bool {
            let line = "fe800000000000000000000000000001 02 40 20 \(flags)     eth0"
            return HostLink.isUsable(try #require(AddressTable.rows(of: line).first))
        }
        #expect(try isUsable("80"))
        for flags in ["c0", "a0", "88"] { #expect(try !isUsable(flags)) }
    }
}

import Discovery
import DiscoveryTransport
import PeerBase
import Testing

/// Real sockets and real multicast, in a network of the test's own (collab 10.3).
@Suite(
    .enabled(if: FreshNetwork.isPossible, "needs the right to make network namespaces, and ip"), .timeLimit(.minutes(1))
)
struct DiscoveryServiceTests {
    @Test func twoHostsFindEachOtherAndPart() async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            await here.signIn(someone("Amit", 1), interfaces: ["left"])
            await there.signIn(someone("Chris", 2), interfaces: ["right"])

            let chris = try #require(await here.next(\.added))
            let amit = try #require(await there.next(\.added))
            #expect(chris.nickname == "Chris" && chris.host == "host-2" && amit.nickname == "Amit")

            var renamed = someone("Christine", 2)
            renamed.port = 6000
            await there.update(renamed)
            let updated = try #require(await here.next { $0.updated?.metadataVersion == 2 ? $0.updated : nil })
            #expect(updated.nickname == "Christine" && updated.nearID == renamed.nearID)

            let resolved = try #require(await here.resolve(renamed.nearID, within: .seconds(30)))
            #expect(resolved.endpoint?.endpoint.port == 6000)
            #expect(await here.resolve(someone("", 9).nearID, within: .milliseconds(50)) == nil)

            await there.signOut()
            #expect(await here.next(\.deleted)?.nearID == renamed.nearID)
            await there.wait(for: .seconds(30)) { $0.phase == .signedOut }
            #expect(await there.diagnosis.counters.sent[.bye] == 4)
            #expect(await here.people.isEmpty)
            await here.close()
            await there.close()
            #expect(await here.next(\.self) == nil)
        }
    }

    /// Both share port 3702, and the answer has to reach the one who asked (collab 10.3, 13.14).
    @Test func processesOfOneHostFindEachOther() async throws {
        try await withFreshNetwork { network in
            let (one, other) = (network.service(), network.service())
            await one.signIn(someone("Amit", 1), interfaces: ["left"])
            await one.wait(for: .seconds(30)) { $0.phase == .signedIn }
            await other.signIn(someone("Amit", 2), interfaces: ["left"])
            let found = try #require(await other.next { ($0.added ?? $0.updated)?.endpoint })
            let left = try await network.index(of: "left")
            let ways = [
                ScopedEndpoint(Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 5358), zone: left),
                ScopedEndpoint(Endpoint(address: IPv6Address(ipv4: 0xc000_0201), port: 5358)),
            ]
            #expect(ways.contains(found))
            #expect(await one.next(\.added)?.nearID == someone("", 2).nearID)
            await one.close()
            await other.close()
        }
    }

    /// A neighbour whose multicast is filtered is found by address.
    @Test(arguments: ["fe80::2"]) func aHostIsFoundByItsAddress(text: String) async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            try await network.run(
                "ip link add dark type veth peer name night && ip link set dark up && ip link set night up")
            try await network.run("ip address add 198.51.100.1/24 dev dark")
            await there.signIn(someone("Chris", 2), interfaces: ["right"])
            await here.signIn(someone("Amit", 1), interfaces: ["dark", "left"])
            await there.wait(for: .seconds(30)) { $0.phase == .signedIn }
            let address = try #require(IPv6Address(text.contains(":") ? text : "::ffff:" + text))
            let zone = try await network.index(of: "left")
            await here.probe(address: address, zone: address.isIPv4 ? 0 : zone)
            #expect(try #require(await here.next { ($0.added ?? $0.updated)?.endpoint }).endpoint.address == address)
            await here.close()
            await there.close()
        }
    }

    @Test func theDiagnosisSaysWhatIsUsedAndHeard() async throws {
        try await withFreshNetwork { network in
            let service = network.service()
            let before = await service.diagnosis
            #expect(before.phase == .signedOut)
            #expect(before.ports.values.allSatisfy { $0 == .unusable("not signed in") })

            await service.signIn(someone("Amit", 1))
            try await network.run("ip link add docker0 type veth peer name veth9 && ip link set docker0 up")
            try await network.run("ip link set veth9 up && ip address add 172.17.0.1/16 dev docker0")
            await service.probe()
            await service.wait(for: .seconds(30)) { $0.diagnosis.heardOwnProbe != nil }
            let now = await service.diagnosis
            let refusals = Dictionary(uniqueKeysWithValues: now.interfaces.map { ($0.name, $0.refusal) })
            #expect(
                refusals == ["lo": .loopback, "left": nil, "right": nil, "docker0": .containers, "veth9": .containers])
            #expect(now.ports == [.ipv4: .usable, .ipv6: .usable])
            let left = try #require(now.interfaces.first { $0.name == "left" })
            #expect(left.groups == [.ipv4: .usable, .ipv6: .usable] && left.sendFaults.isEmpty)
            #expect(left.addresses.count == 2)
            #expect(now.counters.dropped[.own] ?? 0 > 0)
            #expect(now.counters.sent[.probe] ?? 0 > 0)
            await service.close()
        }
    }

    @Test func onlyInterfacesThatWereNamedAreUsed() async throws {
        try await withFreshNetwork { network in
            let service = network.service()
            await service.signIn(someone("Amit", 1), interfaces: ["lo", "wlan7"])
            let refusals = await service.diagnosis.interfaces.map { "\($0.name): \($0.refusal?.rawValue ?? "used")" }
            #expect(
                refusals == [
                    "lo: used", "right: other interfaces were named", "left: other interfaces were named",
                    "wlan7: there is no such interface",
                ])
            await service.close()
        }
    }

    @Test func aPortThatIsTakenIsTheReason() async throws {
        try await withFreshNetwork { network in
            try await network.occupy(port: 3702)
            let service = network.service()
            await service.signIn(someone("Amit", 1), interfaces: ["left"])
            let reason = DiscoveryAvailability.unusable("another program keeps UDP port 3702 for itself")
            let diagnosis = await service.diagnosis
            #expect(diagnosis.ports == [.ipv4: reason, .ipv6: reason])
            #expect(diagnosis.interfaces.first { $0.name == "left" }?.groups == [.ipv4: reason, .ipv6: reason])
            await service.close()
        }
    }

    /// The same index, another interface: the group is joined anew.
    @Test func anInterfaceMayVanishAndComeBack() async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            await here.signIn(someone("Amit", 1), interfaces: ["left"])
            await there.signIn(someone("Chris", 2), interfaces: ["right"])
            _ = await here.next(\.added)
            let (left, right) = (try await network.index(of: "left"), try await network.index(of: "right"))

            try await network.run("ip link delete left")
            await here.look()
            #expect(await here.diagnosis.interfaces.first { $0.name == "left" }?.refusal == .missing)

            try await network.run("ip link add left index \(left) type veth peer name right index \(right)")
            for (name, number) in [("left", 1), ("right", 2)] {
                try await network.run(
                    "ip link set \(name) addrgenmode none up && ip address add fe80::\(number)/64 dev \(name) nodad")
            }
            await there.look()
            await here.look()
            await there.update(someone("Christine", 2))
            #expect(await here.next { $0.updated?.nickname == "Christine" ? true : nil } == true)
            await here.close()
            await there.close()
        }
    }

    /// Nothing leaves the link (collab 10.3).
    @Test func whatIsSaidOnOneLinkIsNotHeardOnAnother() async throws {
        try await withFreshNetwork { network in
            try await network.run(
                "ip link add east type veth peer name west && ip link set east up && ip link set west up")
            try await network.run(
                "ip address add fe80::3/64 dev east nodad && ip address add fe80::4/64 dev west nodad")
            let (here, there, far) = (network.service(), network.service(), network.service())
            await far.signIn(someone("Eve", 3), interfaces: ["west"])
            await here.signIn(someone("Amit", 1), interfaces: ["left"])
            await there.signIn(someone("Chris", 2), interfaces: ["right"])
            _ = await here.next(\.added)
            _ = await there.next(\.added)
            #expect(await far.people.isEmpty)
            #expect(await here.people.count == 1)
            #expect(await far.diagnosis.counters.received.isEmpty)
            for service in [here, there, far] { await service.close() }
        }
    }
}

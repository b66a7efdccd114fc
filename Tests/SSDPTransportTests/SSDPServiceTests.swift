import PeerBase
import SSDP
import SSDPTransport
import Testing

/// Real sockets and real multicast, in a network of the test's own.
@Suite(
    .enabled(if: FreshNetwork.isPossible, "needs the right to make network namespaces, and ip"), .timeLimit(.minutes(1))
)
struct SSDPServiceTests {
    @Test func aHostThatPublishesIsHeardByTheOther() async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            await there.search(scope: .linkLocal, interfaces: [network.right])
            await here.advertise(linkLocal(1), scope: .linkLocal, interfaces: [network.left])

            #expect(await there.nextFinding() == .found(linkLocal(1), .linkLocal, interface: network.right))

            await here.withdraw(linkLocal(1), scope: .linkLocal, interfaces: [network.left])
            #expect(await there.nextFinding() == .byebye(linkLocal(1), .linkLocal, interface: network.right))
            await here.close()
            await there.close()
            #expect(await there.nextFinding() == nil)
        }
    }

    @Test func aSearchIsAnsweredAcrossTheLink() async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            await shout(here, on: network.left, to: there, on: network.right)
            let found = await search(by: there, on: [network.right, network.loopback])
            #expect(found?.isFound(on: network.right) == true)
            await here.close()
            await there.close()
        }
    }

    /// Both share port 1900; the answer has to reach the one who asked.
    @Test func processesOfOneHostFindEachOther() async throws {
        try await withFreshNetwork { network in
            let (one, other) = (network.service(), network.service())
            await shout(one, on: network.left, to: other, on: network.left)
            #expect(await search(by: other, on: [network.left])?.isFound(on: network.left) == true)

            await other.advertise(linkLocal(1, port: 5000), scope: .linkLocal, interfaces: [network.left])
            #expect(await one.nextFinding() == .found(linkLocal(1, port: 5000), .linkLocal, interface: network.left))
            await one.close()
            await other.close()
        }
    }

    @Test func whatCannotBeUsedSaysWhy() async throws {
        try await withFreshNetwork { network in
            let service = network.service()
            #expect(await service.availability(of: network.left) == .usable)
            #expect(
                await service.availability(of: network.loopback)
                    == .unusable("the interface is down or carries no multicast"))
            #expect(await service.availability(of: 4711) == .unusable("there is no such interface"))
            await service.close()
        }
    }

    @Test func aPortThatIsTakenIsTheReason() async throws {
        try await withFreshNetwork { network in
            let here = network.service()
            #expect(await here.availability(of: network.left) == .usable)
            await here.close()

            try await network.occupyPort()
            let there = network.service()
            let reason = "another program keeps UDP port 1900 for itself"
            #expect(await there.availability(of: network.right) == .unusable(reason))
            await there.close()
        }
    }

    @Test func anInterfaceMayVanishAndComeBack() async throws {
        try await withFreshNetwork { network in
            let (here, there) = (network.service(), network.service())
            await here.advertise(linkLocal(1), scope: .linkLocal, interfaces: [network.left])
            await there.search(scope: .linkLocal, interfaces: [network.right])
            #expect(await there.nextFinding() == .found(linkLocal(1), .linkLocal, interface: network.right))

            try await network.run("ip link delete left")
            #expect(await there.availability(of: network.right) == .unusable("there is no such interface"))
            await here.search(scope: .linkLocal, interfaces: [network.left])
            await there.interfaceVanished(network.right)

            let (left, right) = (network.left, network.right)
            try await network.run("ip link add left index \(left) type veth peer name right index \(right)")
            for (name, address) in [("left", "fe80::1"), ("right", "fe80::2")] {
                try await network.run(
                    "ip link set \(name) addrgenmode none up && ip address add \(address)/64 dev \(name) nodad")
            }
            await there.search(scope: .linkLocal, interfaces: [network.right])
            await here.advertise(linkLocal(1, port: 3541), scope: .linkLocal, interfaces: [network.left])
            // What is published on that link from before may be heard first.
            let expected = SSDPFinding.found(linkLocal(1, port: 3541), .linkLocal, interface: network.right)
            var found = await there.nextFinding()
            while found != nil, found != expected { found = await there.nextFinding() }
            #expect(found == expected)
            await here.close()
            await there.close()
        }
    }

    /// The first finding; searches again while there is none, for on a busy machine an answer may come when its search is
    /// over.
    private func search(by service: SSDPService, on interfaces: [UInt32]) async -> SSDPFinding? {
        let searching = Task {
            while !Task.isCancelled {
                await service.search(scope: .linkLocal, interfaces: interfaces)
                try await Task.sleep(for: SSDPLimits.searchLifetime)
            }
        }
        defer { searching.cancel() }
        return await service.nextFinding()
    }

    /// Announces so much that no further announcement is passed on: what is found from here on was an answer.
    private func shout(
        _ speaker: SSDPService, on near: UInt32, to listener: SSDPService, on far: UInt32
    ) async {
        await listener.search(scope: .linkLocal, interfaces: [far])
        for port in 4000..<4025 as Range<UInt16> {
            await speaker.advertise(linkLocal(1, port: port), scope: .linkLocal, interfaces: [near])
        }
        for _ in 0..<SSDPLimits.announcementsHeard { _ = await listener.nextFinding() }
    }
}

extension SSDPFinding {
    fileprivate func isFound(on link: UInt32) -> Bool {
        if case .found(_, .linkLocal, interface: link) = self { true } else { false }
    }
}

import PNRP
import PNRPTransport
import PeerBase
import PeerIdentity
import Testing

/// A live node and somebody who sends it rubbish.
@Suite struct HostileDatagramTests {
    private static func driver() async throws -> PNRPDriver {
        let key = try PrivateKey()
        let cryptography = Cryptography(
            sha1: { sha1($0) },
            isValidSignature: { verifySignature(publicKeyData: $0, signed: $1, signature: $2) })
        let setup = PNRPDriver.Setup(
            addresses: [.loopback], port: .any, reach: .loopback, cryptography: cryptography,
            signer: { request in try? request.parts.map { try key.sign($0) } })
        let driver = try await PNRPDriver.bound(setup)
        _ = try await driver.register(
            RegistrationRequest(
                name: PeerName("0.target"), identity: key.authority, publicKey: key.publicKeyData,
                endpoints: [ApplicationEndpoint(address: .loopback, port: 80)]))
        return driver
    }

    private static func solicit(_ number: UInt32) -> Message {
        let solicit = Solicit(type: .any, routeEntry: nil, hashedNonce: sha1([UInt8(truncatingIfNeeded: number)]))
        return Message(id: MessageID(number), body: .solicit(solicit))
    }

    private static func isReadable(_ bytes: [UInt8]) -> Bool {
        var span = bytes.span
        return (try? Message(parsing: &span)) != nil
    }

    @Test func rubbishIsCountedAndNeverAnswered() async throws {
        let driver = try await Self.driver()
        let peer = try RawPeer(speakingTo: driver.endpoints[0])
        let sound = Self.solicit(1).encoded()
        let truncated = sound.indices.map { Array(sound.prefix($0)) }
        let flipped = (0..<sound.count * 8).map { bit in
            var bytes = sound
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return bytes
        }
        let rubbish = (truncated + flipped).filter { !Self.isReadable($0) }
        #expect(rubbish.count > sound.count)

        var sent = 0
        for bytes in rubbish {
            try peer.send(bytes)
            sent += 1
            // The kernel's queue is not what is tested here.
            guard sent % 50 == 0 else { continue }
            let expected = sent
            #expect(try await eventually { await driver.snapshot.counters.malformed == expected })
        }
        try peer.send(Self.solicit(2).encoded())

        let received = peer.receive()
        let answer = try #require(received)
        var span = answer.span
        guard case .advertise(let advertise) = try Message(parsing: &span).body else {
            Issue.record("not an ADVERTISE")
            return
        }
        #expect(advertise.acked == MessageID(2))
        #expect(advertise.ids.count == 1)
        let another = peer.receive(atOnce: true)
        #expect(another == nil)
        #expect(await driver.snapshot.counters.malformed == rubbish.count)
        await driver.close()
    }

    /// A datagram that the kernel will not send is lost, and nothing else is.
    @Test func aRefusedDestinationDoesNotEndReception() async throws {
        let driver = try await Self.driver()
        let peer = try RawPeer(speakingTo: driver.endpoints[0])
        // No datagram can go to port 0.
        let elsewhere = Endpoint(address: .loopback, port: 0)

        #expect(await driver.ping(elsewhere) == .unanswered)
        #expect(await driver.snapshot.traffic.refusedOutbound == 1)

        try peer.send(Self.solicit(1).encoded())
        let answer = peer.receive()
        #expect(answer != nil)
        await driver.close()
    }

    /// A burst leaves the node working, whatever the kernel dropped of it.
    @Test func aBurstIsSurvived() async throws {
        let driver = try await Self.driver()
        let peer = try RawPeer(speakingTo: driver.endpoints[0], patience: 2)
        for _ in 0..<5_000 { try peer.send([0x51, 0x50]) }
        #expect(try await eventually { await driver.snapshot.counters.malformed > 0 })

        var answer: [UInt8]?
        for _ in 0..<100 where answer == nil {
            try peer.send(Self.solicit(3).encoded())
            answer = peer.receive()
        }
        #expect(answer != nil)
        await driver.close()
    }
}

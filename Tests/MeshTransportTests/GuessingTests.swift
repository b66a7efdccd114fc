import Mesh
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Testing

@testable import MeshTransport

/// Who tries passwords waits, whoever dialled (peer channel 20.3).
@Suite("Guesses at a password", .timeLimit(.minutes(2)))
struct GuessingTests {
    /// The first failure costs a minute, the second two.
    private static let figures = {
        var figures = TransportFigures.ofThisHost
        (figures.freeFailures, figures.firstWait) = (1, .seconds(60))
        return figures
    }()

    private func certificate() throws -> NodeCertificate { try NodeCertificate(selfSignedAt: Wall.milliseconds) }

    @Test("A node that is dialled has a guess, too, and is not dialled again at once")
    func dialled() async throws {
        let certificate = try certificate()
        let anna = try await Party(.transport, figures: Self.figures).member("anna", certificate: certificate)
        let party = Party(.transport, figures: Self.figures)
        party.announce(port: anna.driver.port)
        let dora = try await party.member("dora", credential: .password(Party.otherPassword))
        await dora.events.first { if case .dialFailed(_, .notAdmitted) = $0 { true } else { false } }
        #expect(await dora.driver.limits.isEarly(.key(certificate.keyHash), now: MonotonicClock.now))
        await anna.leave()
        await dora.leave()
    }

    @Test("An address that failed is not dialled")
    func heldBack() async throws {
        let party = Party(.transport, figures: Self.figures)
        let dora = try await party.member("dora")
        let address = ScopedEndpoint(Endpoint(address: IPv6Address(high: 0x2001_0db8_0000_0000, low: 1), port: 9))
        await dora.driver.blame(.address(address.endpoint.address))
        await dora.driver.resolved([NodeAddress([address])])
        await dora.events.first { if case .dialFailed(_, .notAdmitted) = $0 { true } else { false } }
        await dora.leave()
    }

    @Test("Who comes too early is not heard, and that is no failure")
    func early() async throws {
        let certificate = try certificate()
        let anna = try await Party(.transport, figures: Self.figures).member("anna")
        await anna.driver.blame(.key(certificate.keyHash))
        let party = Party(.transport, figures: Self.figures)
        party.announce(port: anna.driver.port)
        let dora = try await party.member("dora", certificate: certificate)
        await anna.events.first { if case .turnedAway(_, .early) = $0 { true } else { false } }
        #expect(await anna.driver.snapshot.counters.turnedAway == 1)
        let limits = await anna.driver.limits
        #expect(limits.isEarly(.key(certificate.keyHash), now: MonotonicClock.now))
        #expect(!limits.isEarly(.key(certificate.keyHash), now: MonotonicClock.now + .seconds(61)))
        await anna.leave()
        await dora.leave()
    }
}

extension MeshDriver {
    /// Lays a failure to somebody.
    fileprivate func blame(_ origin: AdmissionLimits.Origin) { limits.failed([origin], now: MonotonicClock.now) }
}

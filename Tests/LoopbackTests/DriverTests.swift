import PNRP
import PeerBase
import PeerIdentity
import Synchronization
import Testing

@testable import PNRPTransport

/// A driver whose host gains and loses addresses.
@Suite struct DriverTests {
    private static func driver(port: PortChoice = .any) async throws -> PNRPDriver {
        try await PNRPDriver.bound(
            PNRPDriver.Setup(
                addresses: [.loopback], port: port, reach: .loopback, cryptography: .checked, signer: { _ in nil }))
    }

    private static func request(_ name: String) throws -> RegistrationRequest {
        let endpoint = ApplicationEndpoint(address: .loopback, port: 80, protocolNumber: 6)
        return RegistrationRequest(
            name: try PeerName(name), identity: SHA1Digest.zero, publicKey: Array(repeating: 0, count: 140),
            endpoints: [endpoint])
    }

    @Test func aCalendarThatIsSetWhileTheCloudRunsIsFollowed() async throws {
        let calendar = Mutex(CalendarTime(unixNanoseconds: 1_000_000_000))
        var setup = PNRPDriver.Setup(
            addresses: [.loopback], port: .any, reach: .loopback, cryptography: .checked, signer: { _ in nil })
        setup.calendarOrigin = { calendar.withLock { $0 } }
        let driver = try await PNRPDriver.bound(setup)
        await driver.open()

        let right = CalendarTime(unixNanoseconds: 1_790_000_000_000_000_000)
        calendar.withLock { $0 = right }

        let isFollowed = try await eventually {
            _ = await driver.flush()
            return await driver.node.configuration.calendarOrigin == right
        }
        #expect(isFollowed)
        await driver.close()
    }

    @Test func theNetworkIsLostAndFoundAgain() async throws {
        let driver = try await Self.driver()
        let endpoint = try #require(driver.endpoints.first)
        _ = try await driver.register(Self.request("0.kept"))

        await driver.addressesChanged(to: [])

        #expect(await driver.snapshot.state == .noNet)
        #expect(driver.endpoints == [])
        #expect(driver.lastEndpoints == [endpoint])
        // Nobody listens there any more.
        let other = try await Self.driver(port: .exactly(endpoint.port))
        await other.close()

        await driver.addressesChanged(to: [.loopback])

        #expect(driver.endpoints == [endpoint])
        #expect([.synchronizing, .alone].contains(await driver.snapshot.state))
        #expect(await driver.snapshot.registrations.count == 1)
        let peer = try await Self.driver()
        let listensAgain = try await eventually {
            guard case .answered(_, identifiers: 1) = await peer.ping(endpoint) else { return false }
            return true
        }
        #expect(listensAgain)
        await peer.close()
        await driver.close()
    }

    @Test func aPortTakenMeanwhileIsGivenUp() async throws {
        let driver = try await Self.driver()
        let endpoint = try #require(driver.endpoints.first)
        await driver.open()
        await driver.addressesChanged(to: [])
        let other = try await Self.driver(port: .exactly(endpoint.port))

        await driver.addressesChanged(to: [.loopback])

        let moved = try #require(driver.endpoints.first)
        #expect(moved.port != endpoint.port)
        await other.close()
        await driver.close()
    }

    @Test func aFixedPortIsWaitedFor() async throws {
        let first = try await Self.driver()
        let endpoint = try #require(first.endpoints.first)
        await first.close()
        let driver = try await Self.driver(port: .exactly(endpoint.port))
        await driver.open()
        await driver.addressesChanged(to: [])
        let other = try await Self.driver(port: .exactly(endpoint.port))

        await driver.addressesChanged(to: [.loopback])
        #expect(await driver.snapshot.state == .noNet)
        await other.close()

        #expect(try await eventually { driver.endpoints == [endpoint] })
        #expect(await driver.snapshot.state != .noNet)
        await driver.close()
    }

    @Test func aDeadCloudKeepsNothing() async throws {
        let driver = try await Self.driver()
        let endpoint = try #require(driver.endpoints.first)
        _ = try await driver.register(Self.request("0.gone"))

        await driver.interfaceVanished()

        let snapshot = await driver.snapshot
        #expect(snapshot.state == .dead)
        #expect(snapshot.registrations.isEmpty)
        let again = try Self.request("0.gone")
        await #expect(throws: RegistrationError.cloudDead) { try await driver.register(again) }
        let other = try await Self.driver(port: .exactly(endpoint.port))
        await other.close()
        await driver.close()
    }

    @Test func whatAServerIsToDoIsAnErrand() async throws {
        var setup = PNRPDriver.Setup(
            addresses: [.loopback], port: .any, reach: .loopback, cryptography: .checked, signer: { _ in nil })
        setup.searchesLink = true
        setup.looksUpSeeds = true
        let driver = try await PNRPDriver.bound(setup)
        let endpoint = try #require(driver.endpoints.first)
        _ = try await driver.register(Self.request("0.found"))

        var errands: [Errand] = []
        for await errand in driver.errands {
            errands.append(errand)
            if errands.count == 2 { await driver.addressesChanged(to: []) }
            if errands.count == 4 { break }
        }

        #expect(Set(errands.prefix(2)) == [.search, .advertise(endpoint)])
        #expect(Set(errands.suffix(2)) == [.withdraw, .endpointsChanged([])])
        await driver.close()
    }
}

extension Cryptography {
    /// The functions of PeerIdentity.
    fileprivate static let checked = Cryptography(
        sha1: { PeerIdentity.sha1($0) },
        isValidSignature: { verifySignature(publicKeyData: $0, signed: $1, signature: $2) })
}

import Collaboration
import NIOSSL
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Testing

@testable import Signalling

@Suite("Who speaks with whom", .timeLimit(.minutes(2)))
struct TrustTests {
    // MARK: The client's side

    @Test("Another key than the expected one is told nothing, not even who asks")
    func otherKey() async throws {
        let house = try await House(Owner())
        let expected = try Somebody("host")
        let fault = await fault { () throws(SignallingFault) in
            try await Somebody.visitor.connect(
                to: house.endpoint, nearID: House.nearID, expecting: .exactly(expected.pin))
        }
        #expect(fault == .otherKey(house.host.pin))
        await house.server.close()
        #expect(house.owner.ears.heard.isEmpty)
    }

    @Test("Who expects nobody in particular takes a certificate in order, and no other")
    func anybody() async throws {
        let old = try Somebody("host", at: 0)
        let unnamed = try PersonKey(peerName: "Amit", at: MonotonicClock.unixMilliseconds)
        let house = try await House(of: old, Owner())
        let far = try SignallingClient(key: Somebody("visitor").key) { 4_000_000_000_000 }
        let expired = await fault { () throws(SignallingFault) in
            try await far.connect(to: house.endpoint, nearID: House.nearID, expecting: .anybody)
        }
        #expect(expired == .certificate(.expired))
        // Whose pin is known, that one is recognised by it alone.
        let link = try await far.connect(
            to: house.endpoint, nearID: House.nearID, expecting: .exactly(old.pin))
        link.close()
        await house.server.close()
        let nameless = try await House(of: Somebody(unnamed), Owner())
        let named = await fault { () throws(SignallingFault) in
            try await Somebody.visitor.connect(to: nameless.endpoint, nearID: House.nearID, expecting: .anybody)
        }
        #expect(named == .certificate(.wrongName))
        await nameless.server.close()
    }

    @Test("Where nobody listens nobody is reached")
    func nobody() async throws {
        let house = try await House(Owner())
        await house.server.close()
        let fault = await fault { () throws(SignallingFault) in
            try await Somebody.visitor.connect(to: house.endpoint, nearID: House.nearID, expecting: .anybody)
        }
        guard case .unreachable = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    // MARK: The server's side

    /// What a server makes of a client: whether it asks its host, and that it says nothing.
    private func isAsked(about configuration: TLSConfiguration?, _ text: String) async throws -> Bool {
        let house = try await House(Owner())
        let intruder = try await Intruder(to: house, tls: configuration)
        intruder.send(text)
        let answer = await intruder.end()
        #expect(!answer.contains("HTTP"))
        await house.server.close()
        return !house.owner.ears.heard.isEmpty
    }

    private static let request = "GET /\(House.nearID)/card HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("No certificate")
    func noCertificate() async throws {
        #expect(try await !isAsked(about: Intruder.configuration(), Self.request))
    }

    @Test("Two certificates")
    func twoCertificates() async throws {
        var configuration = try Intruder.configuration(Somebody("visitor"))
        configuration.certificateChain += try Intruder.configuration(Somebody("other")).certificateChain
        #expect(try await !isAsked(about: configuration, Self.request))
    }

    @Test("An RSA key")
    func rsa() async throws {
        #expect(try await !isAsked(about: Intruder.rsaConfiguration(), Self.request))
    }

    @Test("A certificate without a peer name")
    func nameless() async throws {
        let visitor = Somebody(try PersonKey(peerName: "Amit", at: MonotonicClock.unixMilliseconds))
        #expect(try await !isAsked(about: Intruder.configuration(visitor), Self.request))
    }

    @Test("TLS 1.2")
    func oldTLS() async throws {
        var configuration = try Intruder.configuration(Somebody("visitor"))
        configuration.minimumTLSVersion = .tlsv12
        configuration.maximumTLSVersion = .tlsv12
        #expect(try await !isAsked(about: configuration, Self.request))
    }

    @Test("No TLS at all")
    func plain() async throws {
        #expect(try await !isAsked(about: nil, Self.request))
    }

    @Test("Somebody else's certificate without its key")
    func stolenCertificate() async throws {
        let (thief, victim) = (try Somebody("thief"), try Somebody("victim"))
        var configuration = try Intruder.configuration(thief)
        configuration.certificateChain = try Intruder.configuration(victim).certificateChain
        let house = try await House(Owner())
        do {
            let intruder = try await Intruder(to: house, tls: configuration)
            intruder.send(Self.request)
            #expect(await !intruder.end().contains("HTTP"))
        } catch {
            // The library may notice it before it connects.
            #expect(error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError)
        }
        await house.server.close()
        #expect(!house.owner.ears.heard.contains { if case .card = $0 { true } else { false } })
    }

    @Test("Whom the host refuses, that one gets no answer")
    func refused() async throws {
        let house = try await House(Owner { $0.admission = { _ in .refused(.offLink) } })
        let client = try Somebody.visitor
        let fault = await fault { () throws(SignallingFault) in
            try await client.withLink(to: house.endpoint, nearID: House.nearID, expecting: .anybody) {
                (link) throws(SignallingFault) in try await link.card()
            }
        }
        #expect(fault == .closed)
        await house.server.close()
    }

    @Test("Dates keep a stranger out, and not a contact")
    func dates() async throws {
        for (admission, expected) in [(Admission.stranger, SignallingFault.closed), (.contact, .refused(.busy))] {
            let house = try await House(Owner { $0.admission = { _ in admission } }) { 4_000_000_000_000 }
            let link = try await house.link()
            #expect(await fault { () throws(SignallingFault) in try await link.data() } == expected)
            await house.server.close()
        }
    }

    @Test("A client connects to one endpoint once a second")
    func spacing() throws {
        var spacing = Spacing()
        let (here, there) = (
            ScopedEndpoint(Endpoint(address: .loopback, port: 1)), ScopedEndpoint(Endpoint(address: .loopback, port: 2))
        )
        func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }
        #expect(spacing.wait(for: here, now: at(0)) == .zero)
        spacing.met(here, now: at(0))
        #expect(spacing.wait(for: here, now: at(400)) == .milliseconds(700))
        #expect(spacing.wait(for: there, now: at(400)) == .zero)
        #expect(spacing.wait(for: here, now: at(1100)) == .zero)
    }

    @Test("Two questions in a row are answered by one who does not know us")
    func twoQuestions() async throws {
        let host = try Somebody("host")
        let house = try await House(
            of: host,
            Owner {
                $0.admission = { _ in .stranger }
                $0.card = .success(host.card)
            })
        let client = try Somebody.visitor
        for _ in 0..<2 {
            let card = try await client.withLink(to: house.endpoint, nearID: House.nearID, expecting: .anybody) {
                (link) throws(SignallingFault) in try await link.card()
            }
            #expect(card == host.card)
        }
        await house.server.close()
    }

    // MARK: Where a server listens

    @Test("The port of WSDAPI, or the next that is free; a port that is asked for, or none")
    func ports() async throws {
        let first = try await House(Owner(), port: nil)
        let second = try await House(Owner(), port: nil)
        #expect(SignallingFigures.ports.contains(first.server.port))
        #expect(SignallingFigures.ports.contains(second.server.port) && second.server.port != first.server.port)
        await #expect(throws: SignallingOpenFailure.self) { try await House(Owner(), port: first.server.port) }
        await first.server.close()
        let third = try await House(Owner(), port: first.server.port)
        #expect(third.server.port == first.server.port)
        await second.server.close()
        await third.server.close()
    }

    @Test("IPv4 finds the same server")
    func fourToo() async throws {
        let owner = Owner()
        let host = try Somebody("host")
        var setup = SignallingServer.Setup(key: host.key, nearID: House.nearID, host: owner)
        setup.port = 0
        setup.figures = .unhurried
        let server = try await SignallingServer.opened(setup)
        let address = try #require(IPv6Address("::ffff:127.0.0.1"))
        let endpoint = ScopedEndpoint(Endpoint(address: address, port: server.port))
        let fault = await fault { () throws(SignallingFault) in
            try await Somebody.visitor.withLink(to: endpoint, nearID: House.nearID, expecting: .exactly(host.pin)) {
                (link) throws(SignallingFault) in try await link.card()
            }
        }
        #expect(fault == .refused(.busy))
        await server.close()
    }
}

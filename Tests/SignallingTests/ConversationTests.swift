import Collaboration
import NIOCore
import PeerBase
import PeerIdentity
import StreamTesting
import Synchronization
import Testing

@testable import Signalling

@Suite("What people ask each other", .timeLimit(.minutes(2)))
struct ConversationTests {
    private static let snapshot = Snapshot(
        nickname: "Amit2", endpointName: "AMIT-VPC", presence: Presence(status: .online, text: "line\nfeed"))

    // MARK: Card and data

    @Test("A card and data over one connection, with the key and the certificate of who gave them")
    func card() async throws {
        let host = try Somebody("host")
        let owner = Owner {
            $0.card = .success(host.card)
            $0.data = .success(Self.snapshot)
        }
        let house = try await House(of: host, owner)
        let link = try await house.link(expecting: .anybody)
        #expect(link.peer.pin == host.pin && link.peer.certificate == host.key.certificate)
        #expect(link.peer.peerName == host.key.peerName)
        #expect(try await link.card() == host.card)
        #expect(try await link.data() == Self.snapshot)
        #expect(try await link.card() == host.card)
        let cards = owner.ears.heard.filter { if case .card = $0 { true } else { false } }
        #expect(Set(cards).count == 1, "one connection")
        link.close()
        await house.server.close()
    }

    @Test("A snapshot larger than other bodies may be")
    func largeData() async throws {
        var random = RandomSource(seed: 3)
        var snapshot = Self.snapshot
        for _ in 0..<8 {
            snapshot.objects.append(CollaborationObject(id: GUID(random: &random), data: random.bytes(Limits.dataSize)))
        }
        let house = try await House(Owner { [snapshot] in $0.data = .success(snapshot) })
        #expect(try await house.link().data() == snapshot)
        await house.server.close()
    }

    @Test("A card about another key than the one shown is not taken")
    func foreignCard() async throws {
        let other = try Somebody("host")
        let house = try await House(of: try Somebody("host"), Owner { $0.card = .success(other.card) })
        let link = try await house.link()
        #expect(await fault { () throws(SignallingFault) in try await link.card() } == .malformed)
        await house.server.close()
    }

    @Test("Every no is told as what it is", arguments: Fault.allCases)
    func faults(fault expected: Fault) async throws {
        let house = try await House(Owner { $0.data = .failure(expected) })
        let link = try await house.link()
        #expect(await fault { () throws(SignallingFault) in try await link.data() } == .refused(expected))
        await house.server.close()
    }

    @Test("Another near id than the one of this sign-in is not known; a contact may leave it open")
    func nearID() async throws {
        let host = try Somebody("host")
        let house = try await House(of: host, Owner { $0.card = .success(host.card) })
        let wrong = try await house.link(nearID: GUID(high: 1, low: 1))
        #expect(await fault { () throws(SignallingFault) in try await wrong.card() } == .refused(.unknownID))
        #expect(try await house.link(nearID: .anybody).card() == host.card)
        await house.server.close()
        let strict = try await House(of: host, Owner { $0.admission = { _ in .stranger } })
        let stranger = try await strict.link(nearID: .anybody)
        #expect(await fault { () throws(SignallingFault) in try await stranger.card() } == .refused(.unknownID))
        await strict.server.close()
    }

    // MARK: Watching

    @Test("A watch begins with a snapshot and goes on until its owner ends it")
    func watch() async throws {
        let (stream, mouth) = AsyncStream.makeStream(of: WatchItem.self)
        let house = try await House(Owner { $0.watch = { .success(stream) } })
        mouth.yield(.snapshot(Self.snapshot))
        let items = try await house.link().watch()
        var reader = items.makeAsyncIterator()
        #expect(await reader.next() == .snapshot(Self.snapshot))
        mouth.yield(.change(.presence(Presence(status: .busy))))
        #expect(await reader.next() == .change(.presence(Presence(status: .busy))))
        mouth.finish()
        #expect(await reader.next() == nil)
        await house.server.close()
    }

    @Test("A reader who goes away is noticed")
    func leavingWatch() async throws {
        let (stream, mouth) = AsyncStream.makeStream(of: WatchItem.self)
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        mouth.onTermination = { _ in ended.yield(true) }
        let house = try await House(Owner { $0.watch = { .success(stream) } })
        mouth.yield(.snapshot(Self.snapshot))
        let link = try await house.link()
        var reader = try await link.watch().makeAsyncIterator()
        #expect(await reader.next() == .snapshot(Self.snapshot))
        link.close()
        #expect(await ends.first { _ in true } == true)
        await house.server.close()
    }

    @Test("Who may not watch is told if he is a contact, and meets silence if not")
    func deniedWatch() async throws {
        let house = try await House(Owner { $0.watch = { .failure(.policy) } })
        let contact = try await house.link()
        #expect(await fault { () throws(SignallingFault) in try await contact.watch() } == .refused(.policy))
        await house.server.close()
        let strict = try await House(Owner { $0.admission = { _ in .stranger } })
        let stranger = try await strict.link()
        #expect(await fault { () throws(SignallingFault) in try await stranger.watch() } == .closed)
        #expect(!strict.owner.ears.heard.contains(.watch))
        await strict.server.close()
    }

    // MARK: Verifying

    private static let bytes = [UInt8](repeating: 7, count: 32)

    @Test("The steps of a verification follow each other on one connection, a stranger's too")
    func verification() async throws {
        let house = try await House(
            Owner {
                $0.admission = { _ in .stranger }
                $0.verify = { message in
                    switch message {
                    case .commitment: .nonce(Self.bytes)
                    case .nonce: .checked
                    default: .verdict(true)
                    }
                }
            })
        let link = try await house.link()
        #expect(try await link.verify(.commitment(Self.bytes)) == .nonce(Self.bytes))
        #expect(try await link.verify(.nonce(Self.bytes)) == .checked)
        #expect(try await link.verify(.verdict(false)) == .verdict(true))
        await house.server.close()
    }

    @Test("Whom nobody wants to verify is left without a word")
    func deniedVerification() async throws {
        let house = try await House(Owner())
        let link = try await house.link()
        #expect(await fault { () throws(SignallingFault) in try await link.verify(.commitment(Self.bytes)) } == .closed)
        await house.server.close()
    }

    @Test("A connection that verifies does nothing else")
    func onlyVerification() async throws {
        let house = try await House(Owner { $0.verify = { _ in .checked } })
        let link = try await house.link()
        #expect(try await link.verify(.commitment(Self.bytes)) == .checked)
        #expect(await fault { () throws(SignallingFault) in try await link.data() } == .refused(.busy))
        await house.server.close()
    }

    @Test("An initiator who goes is noticed")
    func leavingVerification() async throws {
        let house = try await House(
            Owner {
                $0.verify = { _ in
                    await untilCancelled()
                    return nil
                }
            })
        let link = try await house.link()
        let asking = Task { try await link.verify(.commitment(Self.bytes)) }
        await house.owner.ears.first { $0 == .verify(.commitment(Self.bytes)) }
        asking.cancel()
        await house.owner.ears.first { $0 == .left }
        await #expect(throws: SignallingFault.cancelled) { try await asking.value }
        await house.server.close()
    }

    // MARK: Signing out

    @Test("Whoever waits when somebody signs out is told")
    func signingOut() async throws {
        let house = try await House(
            Owner {
                $0.invited = { _ in
                    await untilCancelled()
                    return .close
                }
            })
        let link = try await house.link()
        let visitor = try Somebody("visitor")
        let asking = Task { try await link.invite(visitor.invitation()) }
        await house.owner.ears.first { if case .invited = $0 { true } else { false } }
        await house.server.close()
        await #expect(throws: SignallingFault.refused(.signingOut)) { try await asking.value }
        await house.owner.ears.first { $0 == .left }
    }
}

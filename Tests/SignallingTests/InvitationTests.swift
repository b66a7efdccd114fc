import Collaboration
import PeerBase
import StreamTesting
import Testing

@testable import Signalling

@Suite("Invitations between two people", .timeLimit(.minutes(2)))
struct InvitationTests {
    private static func isInvited(_ asked: Owner.Asked) -> Bool {
        if case .invited = asked { true } else { false }
    }

    @Test(
        "An invitation is held until it is answered",
        arguments: [InvitationAnswer.accepted, .declined(.user), .expired])
    func held(answer: InvitationAnswer) async throws {
        let (answers, mouth) = AsyncStream.makeStream(of: InvitationReply.self)
        let house = try await House(
            Owner { $0.invited = { _ in await answers.first { _ in true } ?? .close } })
        let visitor = try Somebody("visitor")
        let invitation = try visitor.invitation(message: "tea\n& <cake>?")
        let link = try await house.link(visitor)
        let asking = Task { try await link.invite(invitation) }
        await house.owner.ears.first { $0 == .invited(.success(invitation)) }
        mouth.yield(.answer(answer, id: invitation.id))
        #expect(try await asking.value == answer)
        await house.server.close()
    }

    @Test("An inviter who takes it back is noticed at once")
    func cancelled() async throws {
        let house = try await House(
            Owner {
                $0.invited = { _ in
                    await untilCancelled()
                    return .close
                }
            })
        let visitor = try Somebody("visitor")
        let link = try await house.link(visitor)
        let asking = Task { try await link.invite(visitor.invitation()) }
        await house.owner.ears.first(where: Self.isInvited)
        asking.cancel()
        await house.owner.ears.first { $0 == .left }
        await #expect(throws: SignallingFault.cancelled) { try await asking.value }
        await house.server.close()
    }

    @Test("An inviter who loses patience lets go")
    func impatience() async throws {
        let house = try await House(
            Owner {
                $0.invited = { _ in
                    await untilCancelled()
                    return .close
                }
            })
        var figures = SignallingFigures.unhurried
        figures.invitationPatience = .milliseconds(100)
        let visitor = try Somebody("visitor")
        let link = try await house.link(visitor, figures: figures)
        let invitation = try visitor.invitation()
        let invited = await fault { () throws(SignallingFault) in try await link.invite(invitation) }
        #expect(invited == .timedOut(.answering))
        #expect(await fault { () throws(SignallingFault) in try await link.data() } == .timedOut(.answering))
        await house.server.close()
    }

    @Test("Under a closed policy a stranger gets nothing and a contact is told; the invitation is looked at by nobody")
    func closedPolicy() async throws {
        for (hearing, expected) in [(Hearing.silence, SignallingFault.closed), (.forbidden, .refused(.policy))] {
            let house = try await House(Owner { $0.hearing = hearing })
            let visitor = try Somebody("visitor")
            let link = try await house.link(visitor)
            let invitation = try visitor.invitation()
            let fault = await fault { () throws(SignallingFault) in try await link.invite(invitation) }
            #expect(fault == expected)
            #expect(!house.owner.ears.heard.contains(where: Self.isInvited))
            await house.server.close()
        }
        // Even where the host forgets who it is.
        let house = try await House(
            Owner {
                $0.hearing = .forbidden
                $0.admission = { _ in .stranger }
            })
        let visitor = try Somebody("visitor")
        let link = try await house.link(visitor)
        let invitation = try visitor.invitation()
        #expect(await fault { () throws(SignallingFault) in try await link.invite(invitation) } == .closed)
        await house.server.close()
    }

    @Test("Data of 16 KiB and a message of 255 characters fit")
    func largest() async throws {
        let visitor = try Somebody("visitor")
        var invitation = try visitor.invitation(message: String(repeating: "ß", count: Limits.textLength))
        invitation.data = [UInt8](repeating: 0xff, count: Limits.dataSize)
        let house = try await House(
            Owner { [invitation] in $0.invited = { _ in .answer(.accepted, id: invitation.id) } })
        #expect(try await house.link(visitor).invite(invitation) == .accepted)
        #expect(house.owner.ears.heard.contains(.invited(.success(invitation))))
        await house.server.close()
    }

    @Test("An answer to another invitation is none")
    func otherAnswer() async throws {
        let house = try await House(
            Owner { $0.invited = { _ in .answer(.accepted, id: GUID(high: 1, low: 2)) } })
        let visitor = try Somebody("visitor")
        let link = try await house.link(visitor)
        let invitation = try visitor.invitation()
        #expect(await fault { () throws(SignallingFault) in try await link.invite(invitation) } == .malformed)
        await house.server.close()
    }
}

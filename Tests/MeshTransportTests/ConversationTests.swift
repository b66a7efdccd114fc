import Mesh
import MeshTransport
import PeerIdentity
import StreamTesting
import Testing

@Suite("Members of a mesh talk over real sockets", .timeLimit(.minutes(2)))
struct ConversationTests {
    @Test("Two members, in every mode", arguments: SecurityMode.allCases, Profile.allCases)
    func two(mode: SecurityMode, profile: Profile) async throws {
        let party = Party(mode, profile: profile)
        let anna = try await party.member("anna")
        let bert = try await party.member("bert")
        await anna.online()
        await bert.online()

        try await anna.driver.say("hello")
        await bert.hears("hello")
        try await bert.driver.say("hello yourself")
        await anna.hears("hello yourself")

        await bert.leave()
        await anna.events.first { $0 == .wentOffline }
        let changes = anna.events.heard.filter { $0 == .wentOnline || $0 == .wentOffline }
        #expect(changes == [.wentOnline, .wentOffline], "whoever dialled whom, and when")
        await anna.leave()
    }

    @Test("Three members, in every mode: everybody hears everything once", arguments: SecurityMode.allCases)
    func three(mode: SecurityMode) async throws {
        let party = Party(mode)
        let members = [
            try await party.member("anna"), try await party.member("bert"), try await party.member("carl"),
        ]
        for member in members { await member.online() }
        for (number, member) in members.enumerated() {
            try await member.driver.say("I am \(number)")
            for other in members { await other.hears("I am \(number)") }
        }
        for member in members {
            let texts = member.deliveries.heard.filter { if case .text = $0.content.body { true } else { false } }
            #expect(texts.count == 3)
        }
        for member in members { await member.leave() }
    }

    @Test("Two passwords on one mesh id: two groups, and each knows why the other stays away")
    func twoGroups() async throws {
        let party = Party(.transportWithMessageCredential)
        let anna = try await party.member("anna")
        let bert = try await party.member("bert")
        let dora = try await party.member("dora", credential: .password(Party.otherPassword))
        await anna.online()
        await bert.online()
        await dora.events.first {
            if case .dialFailed(_, .notAdmitted) = $0 { true } else { false }
        }
        try await anna.driver.say("among us")
        await bert.hears("among us")
        #expect(dora.deliveries.heard.isEmpty)
        #expect(!dora.events.heard.contains(.wentOnline))
        let refusals = (anna.events.heard + bert.events.heard).filter {
            if case .admissionRefused(_, .notAdmitted) = $0 { true } else { false }
        }
        #expect(!refusals.isEmpty)
        for member in [anna, bert, dora] { await member.leave() }
    }
}

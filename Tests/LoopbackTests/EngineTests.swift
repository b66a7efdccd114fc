import PNRP
import PeerBase
import PeerEngine
import Testing

/// Two engines, real sockets.
@Suite struct EngineTests {
    @Test func aNameRegisteredHereIsFoundThere() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let web = ApplicationEndpoint(address: .loopback, port: 8080)
            try await alice.register(
                "0.alice", comment: "Alice's desk", endpoints: [web], payload: .string("second floor"))

            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            let outcome = try await bob.find("0.alice")

            let record = try #require(outcome.record)
            #expect(record.comment == "Alice's desk")
            #expect(record.endpoints == [web])
            #expect(record.payload == .string("second floor"))
            #expect(record.publisher == (try await alice.endpoint))
            #expect(outcome.trace.first?.endpoint == (try await bob.endpoint))
            #expect(outcome.trace.last?.verdict == .acceptedFinalInquire)
            #expect(outcome.trace.last?.endpoint == (try await alice.endpoint))
        }
    }

    @Test func theWayTellsTheIdentifiersThatWereAsked() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine(joining: alice.endpoint)

            let outcome = try await bob.find("0.alice")

            let record = try #require(outcome.record)
            #expect(outcome.target?.p2pID == record.id.p2pID)
            #expect(outcome.trace.last?.id == record.id)
        }
    }

    @Test func anOpenCloudHasAHistory() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            #expect(try await alice.statisticsHistory(ofCloud: Engine.cloud) != nil)
            await #expect(throws: EngineError.noSuchCloud("Nowhere_")) {
                _ = try await alice.statisticsHistory(ofCloud: "Nowhere_")
            }
        }
    }

    @Test func withoutEndpointsTheCloudsOwnAddressesArePublished() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice", port: 2222)

            let bob = try await neighbourhood.engine(joining: alice.endpoint)

            let record = try #require(try await bob.find("0.alice").record)
            #expect(record.endpoints == [ApplicationEndpoint(address: .loopback, port: 2222, protocolNumber: 6)])
        }
    }

    @Test func aSecureNameIsFoundAndNeedsItsKey() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let identity = try await alice.addIdentity(friendlyName: "Alice")
            let name = "\(identity.authority).desk"
            try await alice.register(name, comment: "signed")
            #expect(try await alice.names(inCloud: Engine.cloud).map(\.identity) == [identity.identity])

            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            #expect(try await bob.find(name).record?.comment == "signed")

            let wanted = try PeerName(name)
            await #expect(throws: EngineError.noKey(wanted)) { try await bob.register(name) }
            await #expect(throws: EngineError.identityInUse(identity.identity)) {
                try await alice.deleteIdentity(identity.identity)
            }
        }
    }

    @Test func nobodyIsFoundUnderAnUnknownName() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine(joining: alice.endpoint)

            #expect(try await bob.resolve("0.nobody").result == .notFound)
        }
    }

    @Test func aNameIsRegisteredOnceAndTakenBackOnce() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let name = try PeerName("0.alice")
            try await alice.register("0.alice")
            #expect(alice.completions.ownNames == ["0.alice"])

            await #expect(throws: EngineError.duplicateName(name, cloud: Engine.cloud)) {
                try await alice.register("0.alice")
            }
            #expect(try await alice.unregister(name, inCloud: Engine.cloud) == 1)
            #expect(alice.completions.ownNames.isEmpty)
            await #expect(throws: EngineError.notRegistered(name, cloud: Engine.cloud)) {
                try await alice.unregister(name, inCloud: Engine.cloud)
            }
        }
    }

    @Test func aLivingNodeAnswersAPingAndAFreePortDoesNot() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine()
            let gone = try await neighbourhood.engine()
            let silent = try await gone.endpoint
            await gone.shutdown()

            // A single probe waits a second at most.
            let answered = try await eventually {
                guard case .answered(_, identifiers: 1) = try await bob.ping(alice.endpoint, inCloud: Engine.cloud)
                else { return false }
                return true
            }
            #expect(answered)
            #expect(try await bob.ping(silent, inCloud: Engine.cloud) == .unanswered)
        }
    }

    @Test func whoShutsDownIsForgottenByTheOthers() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            try await bob.register("0.bob")
            #expect(try await bob.becomesActive())
            #expect(try await eventually { try await alice.snapshot.cacheEntries == 1 })

            await alice.shutdown()

            #expect(try await eventually { try await bob.snapshot.cacheEntries == 0 })
            await #expect(throws: EngineError.closed) { try await alice.resolve("0.bob") }
        }
    }

    @Test func aCancelledResolveEndsAtOnce() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let silent = try await alice.endpoint
            await alice.shutdown()
            let bob = try await neighbourhood.engine(joining: silent)
            // Bob is still waiting for the seed that is gone.
            let search = Task { try await bob.resolve("0.alice") }
            search.cancel()

            await #expect(throws: EngineError.cancelled) { try await search.value }
        }
    }

    @Test func eventsTellWhatHappened() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let name = try PeerName("0.alice")
            let events = alice.events()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            try await bob.register("0.bob")

            var told: [EngineEvent] = []
            for await event in events {
                told.append(event)
                if event == .nameAnnounced(name, cloud: Engine.cloud) { break }
            }
            #expect(told.contains(.nameRegistered(name, cloud: Engine.cloud)))
            #expect(told.contains(.cloudChanged(cloud: Engine.cloud, from: .alone, to: .active)))
        }
    }
}

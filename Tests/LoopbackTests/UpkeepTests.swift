import PNRP
import PeerBase
import PeerEngine
import Testing

/// What people do about a cloud.
@Suite struct UpkeepTests {
    @Test func aRegistrationIsUpdatedInPlace() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice", comment: "before", port: 1)
            let id = try await alice.names(inCloud: Engine.cloud).first?.id
            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            #expect(try await bob.find("0.alice").record?.comment == "before")

            try await alice.register(
                RegistrationOrder(
                    name: PeerName("0.alice"), cloud: Engine.cloud, comment: "after", port: 2, replaces: true))

            #expect(try await alice.names(inCloud: Engine.cloud).map(\.id) == [id])
            let record = try #require(try await bob.find("0.alice").record)
            #expect(record.comment == "after")
            #expect(record.endpoints == [ApplicationEndpoint(address: .loopback, port: 2, protocolNumber: 6)])
        }
    }

    @Test func routesAreForgottenAndFetched() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let bob = try await neighbourhood.engine()
            let place = try await alice.endpoint

            let fetched = try await eventually {
                let outcome = try await bob.synchronize(cloud: Engine.cloud, with: place)
                let entries = try await bob.snapshot.cacheEntries
                return outcome == .answered(identifiers: 1) && entries == 1
            }
            #expect(fetched)
            #expect(try await bob.flush(cloud: Engine.cloud) == 1)

            await alice.shutdown()
            #expect(try await bob.synchronize(cloud: Engine.cloud, with: place) == .unanswered)
        }
    }

    @Test func aNodeWithoutNamesHasNothingToRepair() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            #expect(try await alice.repair(cloud: Engine.cloud) == .nothingRegistered)
        }
    }

    @Test func aStartedCloudLooksForMembers() async throws {
        let engine = try Engine(EngineOptions(environment: [:], home: "/nonexistent", binds: ["[::1]:0"]))
        #expect(try await engine.snapshot.state == .virtual)

        try await engine.start(cloud: Engine.cloud)

        #expect(try await engine.snapshot.state != .virtual)
        await engine.shutdown()
    }

    @Test func aDiagnosisTellsWhatIsThere() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let seed = try await alice.endpoint
            let bob = try await neighbourhood.engine(joining: seed)
            #expect(try await bob.becomesActive())

            var findings: [CloudFinding] = []
            let answered = try await eventually {
                findings = try await bob.diagnose(cloud: Engine.cloud)
                guard case .seedAnswered(seed, after: _) = findings.dropFirst(3).first else { return false }
                return true
            }
            #expect(answered, "\(findings)")

            let port = try await bob.endpoint.port
            let first: [CloudFinding] = [.addresses([.loopback]), .bound(port: port, isStandard: false), .multicastOff]
            #expect(Array(findings.prefix(3)) == first)
            #expect(findings.last == .members(1))
        }
    }

    @Test func aDiagnosisTellsWhatIsMissing() async throws {
        try await withEngines { neighbourhood in
            let taken = try await neighbourhood.engine()
            let endpoint = try await taken.endpoint.description
            let options = try EngineOptions(environment: [:], home: "/nonexistent", binds: [endpoint])

            let findings = try await Engine(options).diagnose(cloud: Engine.cloud)

            #expect(findings.contains(.cannotBind(endpoint: endpoint, reason: "another program uses that port")))
            #expect(findings.contains(.noSeed))
        }
    }

    @Test func changesOfTheCacheAreTold() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let events = alice.events()
            let bob = try await neighbourhood.engine(joining: alice.endpoint)
            try await bob.register("0.bob")

            #expect(await events.first { $0 == .cacheChanged(cloud: Engine.cloud, entries: 1) } != nil)
        }
    }
}

import PNRP
import PNRPTransport
import PeerBase
import PeerEngine
import PeerStore
import Testing

/// What people set, and what is kept of it.
@Suite struct ConfigurationTests {
    @Test func seedsAreAppliedAtOnceAndKept() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let seed = try await alice.endpoint
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob")
            #expect(try await bob.settle(cloud: Engine.cloud) == .alone)

            try await bob.setSeeds([seed.description], cloud: Engine.cloud)

            #expect(try await eventually { try await bob.snapshot.state == .active })
            #expect(try await bob.seeds(ofCloud: Engine.cloud) == [seed])
            await bob.shutdown()
            try await neighbourhood.forgetNodes(ofHome: "bob", at: place)

            let again = try await neighbourhood.engine(at: place, home: "bob")
            #expect(try await again.becomesActive())
            #expect(try await again.snapshot.seeds == [seed.description])
            #expect(try await again.snapshot.seedSource == "configuration")
            #expect(try await again.snapshot.seedUse == .used)

            try await again.setSeeds(nil, cloud: Engine.cloud)
            #expect(try await again.snapshot.seedSource == "none")
            #expect(try await again.seeds(ofCloud: Engine.cloud) == [])
        }
    }

    @Test func nothingIsKeptOfSeedsThatCannotBe() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob")

            await #expect(throws: EngineError.unknownHost("host:port")) {
                try await bob.setSeeds(["[::1]:4000", "host:port"], cloud: Engine.cloud)
            }
            await #expect(throws: EngineError.seedElsewhere("[fe80::1]:3540", cloud: Engine.cloud)) {
                try await bob.setSeeds(["[fe80::1]:3540"], cloud: Engine.cloud)
            }
            #expect(try await bob.snapshot.seeds == [])
        }
    }

    @Test func theCommandLineComesBeforeWhatWasSet() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            let seed = try await alice.endpoint
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob", joining: seed)

            try await bob.setSeeds([], cloud: Engine.cloud)

            #expect(try await bob.snapshot.seedSource == "command line")
            #expect(try await bob.seeds(ofCloud: Engine.cloud) == [seed])
        }
    }

    @Test func aCloudThatOnlyResolvesTakesNoNamesUntilItIsToldOtherwise() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob")
            try await bob.register("0.bob")

            try await bob.setMode(.resolveOnly, cloud: Engine.cloud)

            // What was published is taken back (behaviour 2).
            #expect(try await eventually { try await bob.names(inCloud: Engine.cloud).isEmpty })
            await #expect(throws: EngineError.resolveOnly(cloud: Engine.cloud)) { try await bob.register("0.bob") }
            await bob.shutdown()

            let again = try await neighbourhood.engine(at: place, home: "bob")
            #expect(try await again.snapshot.configuredMode == .resolveOnly)
            #expect(try await again.snapshot.isResolveOnly)
            await #expect(throws: EngineError.resolveOnly(cloud: Engine.cloud)) { try await again.register("0.bob") }

            try await again.setMode(.automatic, cloud: Engine.cloud)
            try await again.register("0.bob")
            #expect(try await again.snapshot.configuredMode == .automatic)
        }
    }

    @Test func aCloudThatIsSwitchedOffIsNotOpened() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            try await neighbourhood.set(.participation, to: "off", ofHome: "bob", at: place)
            let bob = try Engine(try await neighbourhood.options(home: "bob", at: place))

            #expect(try await bob.snapshot.state == .disabled)
            let refusal = EngineError.cloudUnusable(Engine.cloud, .disabled)
            await #expect(throws: refusal) { try await bob.register("0.bob") }
            await #expect(throws: refusal) { try await bob.start(cloud: Engine.cloud) }
            await #expect(throws: refusal) { try await bob.flush(cloud: Engine.cloud) }
            #expect(try await bob.diagnose(cloud: Engine.cloud) == [.switchedOff])
            await bob.shutdown()
        }
    }

    @Test func whatIsSaidOfAllCloudsCountsUnlessOneHasAWordOfItsOwn() async throws {
        try await withEngines { neighbourhood in
            let (bobs, carols) = (try await neighbourhood.freeEndpoint(), try await neighbourhood.freeEndpoint())
            try await neighbourhood.set(.participation, to: "off", ofHome: "home", at: nil)
            try await neighbourhood.set(.participation, to: "on", ofHome: "home", at: carols)
            let bob = try Engine(try await neighbourhood.options(home: "home", at: bobs))
            let carol = try Engine(try await neighbourhood.options(home: "home", at: carols))

            #expect(try await bob.snapshot.state == .disabled)
            #expect(try await carol.snapshot.state == .virtual)
            await bob.shutdown()
            await carol.shutdown()
        }
    }

    @Test func theMachineHasANameOfItsOwn() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob")
            let first = try await bob.machineName()
            #expect(first.name.authority == .unsecured)
            #expect(!first.isPublished && !first.publishesAutomatically)

            let wanted = try PeerName("0.bobs-desk")
            try await bob.setMachineName(.init(name: "0.bobs-desk", publishes: true, publishesAutomatically: true))
            #expect(try await bob.names(inCloud: Engine.cloud).map(\.name) == [wanted])
            await #expect(throws: EngineError.invalidName("bob")) { try await bob.setMachineName(.init(name: "bob")) }
            await bob.shutdown()

            let again = try await neighbourhood.engine(at: place, home: "bob")
            #expect(try await again.machineName().name == wanted)
            await again.beginSession()
            #expect(try await again.machineName().isPublished)
            #expect(try await again.names(inCloud: Engine.cloud).map(\.name) == [wanted])

            try await again.setMachineName(.init(name: ""))
            let secured = try await again.names(inCloud: Engine.cloud).map(\.name)
            #expect(secured == [try await again.machineName().name])
            #expect(secured.first?.authority != .unsecured)

            try await again.setMachineName(.init(publishes: false))
            #expect(try await again.names(inCloud: Engine.cloud).isEmpty)
        }
    }

    @Test func aHostHasACloudForEachLinkBeforeTheGlobalOne() async throws {
        let engine = try Engine(EngineOptions(environment: [:], home: "/nonexistent"))
        let host = HostInterfaces.current
        var expected = host.links.map { "LinkLocal_ff00::%\($0.index)/8" }
        if !host.globalAddresses.isEmpty { expected.append(Engine.cloud) }

        let clouds = await engine.clouds()

        #expect(clouds.map(\.name) == expected)
        #expect(clouds.allSatisfy { $0.state == .virtual })
        #expect(engine.completions.clouds == expected)
    }
}

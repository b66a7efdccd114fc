import PNRP
import PeerBase
import PeerEngine
import Testing

/// What one run leaves for the next.
@Suite struct MemoryTests {
    @Test func theCloudIsFoundAgainWithoutASeed() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            let place = try await neighbourhood.freeEndpoint()
            let bob = try await neighbourhood.engine(at: place, home: "bob", joining: alice.endpoint)
            #expect(try await bob.becomesActive())
            await bob.shutdown()

            let again = try await neighbourhood.engine(at: place, home: "bob")

            #expect(try await again.becomesActive())
            #expect(try await again.snapshot.rememberedUse == .used)
            #expect(try await again.find("0.alice").record != nil)
        }
    }

    @Test func aDamagedStoreIsReportedAndKeepsNothingFromWorking() async throws {
        try await withEngines { neighbourhood in
            let alice = try await neighbourhood.engine()
            try await alice.register("0.alice")
            try await neighbourhood.damageStore(ofHome: "bob")
            let options = try await neighbourhood.options(home: "bob", joining: alice.endpoint)
            let bob = try Engine(options)
            let events = bob.events()
            try await bob.start()

            #expect(try await bob.find("0.alice").record != nil)
            await bob.shutdown()

            let warnings = await events.reduce(into: 0) { count, event in
                if case .warning = event { count += 1 }
            }
            #expect(warnings == 1)
        }
    }
}

import PNRP
import PeerBase
import PeerEngine
import Testing

@Suite struct LaboratoryTests {
    @Test func everyNameOfALaboratoryIsFound() async throws {
        try await withEngines { neighbourhood in
            let engine = try await neighbourhood.laboratory(of: 20)
            #expect(try await engine.snapshot.isPrivate)
            #expect(try await engine.snapshot.state == .active)

            for number in 1...20 {
                let record = try await engine.find("0.lab-\(number)").record
                #expect(record?.comment == "Laboratory node \(number)")
            }
        }
    }

    @Test func itsReadinessIsAnEvent() async throws {
        try await withEngines { neighbourhood in
            let options = try EngineOptions(environment: [:], home: "/nonexistent", labNodes: 2)
            let engine = try Engine(options)
            let events = engine.events()
            try await engine.start()

            #expect(await events.first { $0 == .labReady(nodes: 2) } != nil)
            await engine.shutdown()
        }
    }
}

import PNRP
import PeerBase
import PeerEngine
import Testing

/// What the command line may say about sockets and seeds.
@Suite struct OptionTests {
    @Test(arguments: [
        "::1", "[::1]:3541", "[::1]:0", ":3540", ":0", "[2001:db8::1]:4000", "[fd00::1]",
    ])
    func goodEndpoints(_ text: String) throws {
        _ = try Engine(EngineOptions(environment: [:], home: "/nonexistent", binds: [text]))
    }

    @Test(arguments: [
        ["[::1]:1024"], [":80"], ["here"], [":"], [":65536"], ["[fe80::1]:3540"], ["[ff02::1]:3540"],
        ["[::1]:4000", "[2001:db8::1]:4000"], ["[2001:db8::1]:4000", "[2001:db8::2]:4001"],
        [":4000", "[fd00::1]:4000"],
    ])
    func badEndpoints(_ texts: [String]) throws {
        let options = try EngineOptions(environment: [:], home: "/nonexistent", binds: texts)
        let error = #expect(throws: EngineError.self) { try Engine(options) }
        guard case .cannotBind(texts.last, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.hasSuffix("."))
    }

    @Test func aPortInUseIsNamed() async throws {
        try await withEngines { neighbourhood in
            let first = try await neighbourhood.engine()
            let taken = try await first.endpoint.description
            let second = try Engine(EngineOptions(environment: [:], home: "/nonexistent", binds: [taken]))

            await #expect(throws: EngineError.cannotBind(taken, reason: "another program uses that port.")) {
                try await second.start()
            }
        }
    }

    @Test func hostTextsStandForEndpoints() async throws {
        let engine = try Engine(EngineOptions(environment: [:], home: "/nonexistent"))
        let address = try #require(IPv6Address("2001:db8::7"))

        func endpoints(_ text: String) async throws -> [Endpoint] {
            try await engine.endpoints(ofHost: text, defaultPort: 3540)
        }
        #expect(try await endpoints("2001:db8::7") == [Endpoint(address: address, port: 3540)])
        #expect(try await endpoints("[2001:db8::7]:99") == [Endpoint(address: address, port: 99)])
        for wrong in ["", "no such host", "host:port", "[::1", "name.invalid"] {
            await #expect(throws: EngineError.unknownHost(wrong)) { try await endpoints(wrong) }
        }
    }

    @Test func aCloudThatIsNotThereIsNamed() async throws {
        let engine = try Engine(EngineOptions(environment: [:], home: "/nonexistent"))

        await #expect(throws: EngineError.noSuchCloud("Local_")) { try await engine.settle(cloud: "Local_") }
    }

    @Test func withoutAHomeThereIsNoPlaceForFiles() {
        let error = #expect(throws: EngineError.self) { try EngineOptions(environment: [:]) }
        guard case .storage = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

import Mesh
import PNRP
import PeerBase
import PeerEngine
import Testing

/// How programs get into a mesh, find each other there, and leave it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MeshJoiningTests {
    /// The demonstration of the article: one mesh id, two passwords, two chats that do not hear each other
    /// (peer channel 13), but know why.
    @Test func twoPasswordsMakeTwoGroups() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            let eve = try await neighbourhood.engine(joining: anna.endpoint)
            try await anna.enter(.secret("anna", password: "correct horse"))
            try await eve.enter(.secret("eve", password: "battery staple"))
            try await boris.enter(.secret("boris", password: "correct horse"))
            try await anna.meets("boris", in: "traders")
            try await eve.refusesSomebody(in: "traders")

            try await boris.say("Only for us.", hops: nil, inMesh: "traders")

            _ = try await anna.hears("Only for us.", in: "traders")
            try await eve.say("Hello?", hops: nil, inMesh: "traders")
            try await boris.say("And no more.", hops: nil, inMesh: "traders")
            _ = try await anna.hears("And no more.", in: "traders")
            #expect(try await anna.said(in: "traders") == ["Only for us.", "And no more."])
            #expect(try await eve.said(in: "traders").isEmpty)
            #expect(try await eve.members(ofMesh: "traders").map(\.nickname) == ["eve"])
            let alone = try #require(await eve.meshes().first)
            #expect(!alone.isOnline)
            #expect(alone.refusedAdmissions > 0)
        }
    }

    @Test func withoutAnyCloudOneIsToldWhereToGo() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine()
            var order = MeshOrder.open("anna")
            order.resolver = []
            let place = try #require(try await anna.join(order).endpoints.first)
            order.nickname = "boris"
            order.resolver = [place]

            let snapshot = try await boris.join(order)

            #expect(snapshot.resolver == "\(place.endpoint)")
            try await anna.meets("boris", in: "traders")
            try await anna.say("Buy.", hops: 1, inMesh: "traders")
            _ = try await boris.hears("Buy.", in: "traders")
            #expect(try await anna.names(inCloud: Engine.cloud).isEmpty)
        }
    }

    @Test func aSecondJoiningSaysTheSame() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let first = try await anna.join(.open("anna"))
            #expect(try await anna.join(.open("anna", mesh: "TRADERS")).member == first.member)

            await #expect(throws: EngineError.mesh(.joinedDifferently(mesh: "traders"))) {
                try await anna.enter(.secret("anna", password: "correct horse"))
            }
            #expect(await anna.meshes().map(\.mode) == [.message])
        }
    }

    @Test(arguments: [
        ("", "anna", SecurityMode.message, MeshOrder.Credential.none),
        ("two words", "anna", .message, .none),
        ("traders.", "anna", .message, .none),
        ("traders", "", .message, .none),
        ("traders", "line\nbreak", .message, .none),
        ("traders", "anna", .transport, .none),
        ("traders", "anna", .message, .password("correct horse")),
        ("traders", "anna", .transport, .password("  ")),
    ])
    func whatCannotBeIsRefused(
        mesh: String, nickname: String, mode: SecurityMode, credential: MeshOrder.Credential
    ) async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let order = MeshOrder(meshID: mesh, nickname: nickname, mode: mode, credential: credential)
            let error = await #expect(throws: EngineError.self) { try await anna.join(order) }
            guard case .mesh(.invalidInput) = error else {
                Issue.record("it is refused by \(String(describing: error))")
                return
            }
            #expect(await anna.meshes().isEmpty)
        }
    }

    @Test func aPortThatIsTakenIsToldAndTheMeshCanBeJoinedByAnother() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine()
            var order = MeshOrder.open("anna")
            order.port = try #require(try await anna.join(order).endpoints.first).endpoint.port

            let taken = order
            let error = await #expect(throws: EngineError.self) { try await boris.join(taken) }
            guard case .mesh(.cannotListen(taken.port, _)) = error else {
                Issue.record("it is refused by \(String(describing: error))")
                return
            }
            order.port = 0
            try await boris.enter(order)
        }
    }

    @Test func whoeverLeavesIsNotFoundAnyMore() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            try await anna.enter(.open("anna"))
            try await boris.enter(.open("boris"))
            try await boris.meets("anna", in: "traders")
            #expect(try await anna.names(inCloud: Engine.cloud).map { "\($0.name)" } == ["0.traders"])
            let last = try await anna.events(ofMesh: "traders")

            try await anna.leave(mesh: "Traders")

            let parting = try await boris.witness("traders") { occurrence -> Bool? in
                guard case .happened(.memberLeft(_, "anna", let isSilent)) = occurrence else { return nil }
                return isSilent
            }
            #expect(parting == false)
            #expect(try await anna.names(inCloud: Engine.cloud).isEmpty)
            #expect(try await boris.resolve("0.traders").record == nil)
            #expect(await last.reduce(into: []) { $0.append($1.occurrence) }.last == .left)
            await #expect(throws: EngineError.mesh(.notJoined(mesh: "traders"))) {
                try await anna.say("Anybody?", hops: nil, inMesh: "traders")
            }
        }
    }

    @Test func whoeverComesLateLearnsWhatWasSaid() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            try await anna.enter(.open("anna"))
            try await boris.enter(.open("boris"))
            try await boris.meets("anna", in: "traders")
            try await anna.say("Long ago.", hops: nil, inMesh: "traders")
            _ = try await boris.hears("Long ago.", in: "traders")

            let clara = try await neighbourhood.engine(joining: anna.endpoint)
            try await clara.enter(.open("clara"))

            #expect(try await clara.hears("Long ago.", in: "traders").isHistory)
            try await clara.meets("anna", in: "traders")
            try await anna.say("Just now.", hops: nil, inMesh: "traders")
            #expect(try await !clara.hears("Just now.", in: "traders").isHistory)
        }
    }

    /// What joins ask of PNRP: some of all members, and no waiting where there are fewer (behaviour 12.8).
    @Test func severalMembersAreFoundAtOnce() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            let clara = try await neighbourhood.engine(joining: anna.endpoint)
            for (engine, nickname) in [(anna, "anna"), (boris, "boris")] { try await engine.enter(.open(nickname)) }
            #expect(try await eventually { try await clara.snapshot.state == .active })
            let members = try [#require(await anna.meshes().first), #require(await boris.meshes().first)]
            let expected = Set(members.flatMap(\.endpoints).map(\.endpoint.port))

            #expect(try await eventually { try await Self.ports(foundBy: clara) == expected })
        }
    }

    private static func ports(foundBy engine: Engine) async throws -> Set<UInt16> {
        let query = ResolveQuery(
            name: try PeerName("0.traders"), criteria: .otherProcess, limit: 3, timeout: .seconds(45))
        let (found, finder) = AsyncStream.makeStream(of: ResolvedRecord.self)
        let outcome = try await engine.resolve(
            query, inCloud: Engine.cloud, deliver: { finder.yield($0) }, pass: { _ in })
        finder.finish()
        // Not for as long as it may wait for a third.
        #expect(outcome.elapsed < .seconds(40))
        var ports: Set<UInt16> = []
        for await record in found { ports.formUnion(record.endpoints.map(\.port)) }
        return ports
    }

    @Test func theEndOfTheProgramIsTheEndOfItsMeshes() async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            for mesh in ["traders", "sailors"] {
                try await anna.enter(.open("anna", mesh: mesh))
                try await boris.enter(.open("boris", mesh: mesh))
                try await boris.meets("anna", in: mesh)
            }

            await anna.shutdown()

            #expect(await anna.meshes().isEmpty)
            await #expect(throws: EngineError.closed) { try await anna.join(.open("anna")) }
            for mesh in ["traders", "sailors"] {
                let parting = try await boris.witness(mesh) { occurrence -> Bool? in
                    guard case .happened(.memberLeft(_, "anna", let isSilent)) = occurrence else { return nil }
                    return isSilent
                }
                #expect(parting == false)
            }
        }
    }
}

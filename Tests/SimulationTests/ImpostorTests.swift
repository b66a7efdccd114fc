import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("A secure name belongs to its key")
struct ImpostorTests {
    @Test("an impostor that sits in everybody's cache hides nobody", arguments: 60..<66 as Range<UInt64>)
    func impostor(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(30)
        let key = ToyCryptography.publicKey(5)
        let identity = ToyCryptography.functions.sha1(key)
        let name = try PeerName("\(identity).treasure")
        let (publisher, thief, asker) = (
            VirtualCloud.endpoint(4), VirtualCloud.endpoint(11), VirtualCloud.endpoint(20)
        )
        let wrongKey = ToyCryptography.publicKey(6)
        // The thief publishes the same name with a key of its own: its records cannot be right.
        let stolen = try town.cloud.register(
            RegistrationRequest(
                name: name, identity: ToyCryptography.functions.sha1(wrongKey), publicKey: wrongKey,
                endpoints: [ApplicationEndpoint(address: thief.address, port: 1)]), at: thief)
        let entry = RouteEntry(id: stolen, port: thief.port, addresses: [thief.address])
        for number in 0..<30 where VirtualCloud.endpoint(number) != thief {
            plant(entry, at: VirtualCloud.endpoint(number), of: &town)
        }
        town.cloud.run(for: .seconds(5))
        let alone = try town.resolve("\(identity).treasure", from: asker)
        #expect(alone.record == nil, "seed \(seed)")
        _ = try town.cloud.register(
            RegistrationRequest(
                name: name, identity: identity, publicKey: key,
                endpoints: [ApplicationEndpoint(address: publisher.address, port: 2)]), at: publisher)
        town.cloud.run(for: .seconds(5))
        let outcome = try town.resolve("\(identity).treasure", from: asker)
        #expect(outcome.record?.publisher == publisher, "seed \(seed)")
        #expect(outcome.record?.endpoints.map(\.port) == [2])
    }

    /// Lets a node hear of a route; it asks the thief, who stands by it.
    private func plant(_ entry: RouteEntry, at endpoint: Endpoint, of town: inout Town) {
        let news = Flood(wantsNoAck: true, validate: .zero, revoke: nil, routeEntry: entry, flooded: [])
        let bytes = Message(id: 1, body: .flood(news)).encoded()
        town.cloud.with(endpoint) { node, now in
            ((), node.receive(bytes.span, from: VirtualCloud.endpoint(999), at: endpoint, now: now))
        }
    }
}

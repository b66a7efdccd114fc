import PNRP
import PeerBase
import PeerEngine
import Testing

/// Registrations that outlast the process (netsh 4.5.1).
@Suite struct KeepingTests {
    @Test func whatIsKeptIsPublishedAgain() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let first = try await neighbourhood.engine(at: place, home: "alice")
            var order = RegistrationOrder(name: try PeerName("0.alice"), cloud: Engine.cloud, comment: "hi", port: 80)
            try await first.keep(order)
            #expect(try await first.names(inCloud: Engine.cloud) == [])
            #expect(await first.refusal(of: order) == EngineError.duplicateName(order.name, cloud: Engine.cloud))
            order.comment = "ho"
            order.replaces = true
            try await first.keep(order)
            await first.shutdown()

            let again = try await neighbourhood.engine(at: place, home: "alice")
            await again.beginSession()
            await again.publishPersistentRegistrations()
            let bob = try await neighbourhood.engine(joining: again.endpoint)

            let names = try await again.names(inCloud: Engine.cloud)
            #expect(names.map(\.comment) == ["ho"])
            #expect(names.map(\.isPersistent) == [true])
            #expect(names.first?.endpoints.map(\.port) == [80])
            #expect(try await bob.find("0.alice").record?.comment == "ho")
            #expect(try await again.forget(order.name, inCloud: Engine.cloud) == 1)
            #expect(try await again.forget(order.name, inCloud: nil) == 0)
            #expect(try await again.names(inCloud: Engine.cloud).map(\.isPersistent) == [false])
        }
    }

    @Test func whatCannotBePublishedIsToldOnceAndStaysKept() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let first = try await neighbourhood.engine(at: place, home: "alice")
            let owner = try await first.addIdentity(friendlyName: "Owner")
            for name in ["\(owner.authority).a", "\(owner.authority).b", "0.c"] {
                try await first.keep(RegistrationOrder(name: try PeerName(name), cloud: Engine.cloud))
            }
            try await neighbourhood.removeKey(of: owner, home: "alice")
            #expect(try await first.persistentRegistrations().map(\.hasKey) == [true, false, false])
            await first.shutdown()
            let again = try await neighbourhood.engine(at: place, home: "alice")
            let events = again.events()
            await again.publishPersistentRegistrations()
            #expect(try await again.names(inCloud: Engine.cloud).map { "\($0.name)" } == ["0.c"])
            #expect(try await again.persistentRegistrations().count == 3)
            await again.shutdown()
            var warnings: [String] = []
            for await event in events { if case .warning(let sentence, _) = event { warnings.append(sentence) } }
            #expect(
                warnings == [
                    "Kept, but not published in Global_: '\(owner.authority).a', '\(owner.authority).b'. "
                        + "The key that would sign is not on this machine."
                ])
        }
    }

    @Test func anIdentityThatKeptNamesNeedIsNotDestroyed() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            let engine = try await neighbourhood.engine(at: place, home: "alice")
            let owner = try await engine.addIdentity(friendlyName: "Owner")
            let names = [try PeerName("\(owner.authority).a"), try PeerName("0.b")]
            try await engine.keep(RegistrationOrder(name: names[0], cloud: Engine.cloud))
            try await engine.keep(RegistrationOrder(name: names[1], cloud: Engine.cloud, identity: owner.identity))
            try await engine.keep(RegistrationOrder(name: try PeerName("0.c"), cloud: Engine.cloud))
            let kept = Set(names)
            #expect(await engine.refusal(toDelete: owner)?.names == kept)
            await engine.shutdown()

            // Names of a cloud that is not this process's count as well.
            let other = try await neighbourhood.engine(at: try await neighbourhood.freeEndpoint(), home: "alice")
            let refusal = await other.refusal(toDelete: owner)
            #expect(refusal?.names == kept)
            #expect(refusal?.elsewhere == [place.description])
            await other.shutdown()

            let again = try await neighbourhood.engine(at: place, home: "alice")
            for name in names { _ = try await again.forget(name, inCloud: nil) }
            try await again.setMachineName(MachineNameChange(name: "\(owner.authority).host"))
            #expect(await again.refusal(toDelete: owner) == .identityOfMachine(owner.identity))
            try await again.setMachineName(MachineNameChange(name: "0.host"))
            #expect(await again.refusal(toDelete: owner) == nil)
            #expect(try await again.identities().contains(owner) == false)
        }
    }

    @Test func aMachineNameWithoutItsKeyIsTold() async throws {
        try await withEngines { neighbourhood in
            let engine = try await neighbourhood.engine(at: try await neighbourhood.freeEndpoint(), home: "alice")
            let owner = try await engine.addIdentity(friendlyName: "Owner")
            try await engine.setMachineName(MachineNameChange(name: "\(owner.authority).host"))
            #expect(try await engine.machineName().hasKey)
            try await neighbourhood.removeKey(of: owner, home: "alice")
            #expect(try await !engine.machineName().hasKey)
        }
    }

    @Test func whatCannotBeTypedOrLastsNoLongerThanTheProcessIsNotKept() async throws {
        try await withEngines { neighbourhood in
            let name = try PeerName("0.a\u{7}")
            let place = try await neighbourhood.freeEndpoint()
            let lasting = try await neighbourhood.engine(at: place, home: "alice")
            let untypable = RegistrationOrder(name: name, cloud: Engine.cloud)
            #expect(await lasting.refusal(of: untypable) == .untypable(name))
            let fleeting = try await neighbourhood.engine()
            let plain = RegistrationOrder(name: try PeerName("0.a"), cloud: Engine.cloud)
            #expect(await fleeting.refusal(of: plain) == .fleetingCloud(Engine.cloud))
            #expect(await fleeting.clouds().map(\.isFleeting) == [true])
            #expect(await lasting.clouds().map(\.isFleeting) == [false])
        }
    }

    @Test func aPrivateCloudKnowsNothingOfWhatIsKeptForOthers() async throws {
        try await withEngines { neighbourhood in
            let here = try await neighbourhood.freeEndpoint()
            let first = try await neighbourhood.engine(at: here, home: "alice")
            try await first.keep(RegistrationOrder(name: try PeerName("0.a"), cloud: Engine.cloud))
            let elsewhere = try await neighbourhood.engine(
                at: try await neighbourhood.freeEndpoint(), home: "alice")
            #expect(try await elsewhere.persistentRegistrations() == [])
            #expect(try await elsewhere.forget(try PeerName("0.a"), inCloud: nil) == 0)
            #expect(try await first.persistentRegistrations().count == 1)
        }
    }

    @Test func whatCannotBeReadIsNotTakenForNothing() async throws {
        try await withEngines { neighbourhood in
            let place = try await neighbourhood.freeEndpoint()
            try await neighbourhood.damageStore(ofHome: "alice")
            let engine = try await neighbourhood.engine(at: place, home: "alice")
            await #expect(throws: EngineError.self) { try await engine.persistentRegistrations() }
            await #expect(throws: EngineError.self) { try await engine.configuration(ofCloud: Engine.cloud) }
            await #expect(throws: EngineError.self) { try await engine.machineName() }
            await engine.publishPersistentRegistrations()
            #expect(await engine.clouds().map(\.name) == [Engine.cloud])
        }
    }
}

extension EngineError {
    fileprivate var names: Set<PeerName>? {
        if case .identityKept(_, let names, _) = self { Set(names) } else { nil }
    }

    fileprivate var elsewhere: [String]? {
        if case .identityKept(_, _, let clouds) = self { clouds } else { nil }
    }
}

extension Engine {
    fileprivate func refusal(toDelete identity: IdentitySummary) async -> EngineError? {
        do throws(EngineError) {
            try await deleteIdentity(identity.identity)
            return nil
        } catch {
            return error
        }
    }

    /// Why a registration cannot be kept.
    fileprivate func refusal(of order: RegistrationOrder) async -> EngineError? {
        do throws(EngineError) {
            try await keep(order)
            return nil
        } catch {
            return error
        }
    }
}

import CommandTree
import FileTesting
import Foundation
import PNRP
import PeerBase
import PeerEngine
import Shell
import ShellCommands
import Testing

/// Dump, a new home, exec, dump: the same bytes (netsh 6.10). No socket is opened: a process started for one command
/// keeps registrations and publishes none.
@Suite("Whatever is configured, a dump makes it again") struct DumpPropertyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("over the engine and its store", arguments: [1, 2, 3, 4] as [UInt64])
    func engine(round: UInt64) async throws {
        let authorities = try await keys()
        for seed in round * 1000..<round * 1000 + 10 {
            let configuration = GeneratedConfiguration(seed: seed, registrations: 0...8, authorities: authorities)
            let first = try engine("\(seed)-first")
            try await configure(first, configuration)
            let dump = await run("dump", over: first)
            #expect(dump.status == .success && dump.diagnostics.isEmpty, "seed \(seed)")
            try folder.write(dump.answers, to: "\(seed).p2p")

            let second = try engine("\(seed)-second")
            let execution = await run("exec \(folder.path(of: "\(seed).p2p"))", over: second)
            #expect(execution.status == .success, "seed \(seed): \(execution.diagnostics)")
            let again = await run("dump", over: second).answers
            #expect(Array(again.utf8) == Array(dump.answers.utf8), "seed \(seed)")
            let made = try await first.persistentRegistrations().map(\.order)
            let kept = try await second.persistentRegistrations().map(\.order)
            try #require(kept.count == made.count, "seed \(seed)")
            for (left, right) in zip(made, kept) {
                #expect(isSame(left, right), "seed \(seed): \(left)")
            }
            await first.shutdown()
            await second.shutdown()
        }
    }

    @Test("thousands of registrations through tokenizer and binder", arguments: 1...40 as ClosedRange<UInt64>)
    func lines(seed: UInt64) async throws {
        let configuration = GeneratedConfiguration(
            seed: seed, registrations: 60...60, authorities: [digest("2460f44f457b670116f55709f3e6324dd12ad70e")])
        var script = ScriptedServices.Script(clouds: [.traders])
        script.kept = configuration.orders.map { PersistentRegistration(order: $0) }
        let dump = await TypedShell(script).type("dump").answers
        try folder.write(dump, to: "\(seed).p2p")

        let shell = TypedShell(.init(clouds: [.traders]), isOneShot: true)
        let outcome = await shell.type("exec \(folder.path(of: "\(seed).p2p"))")
        #expect(outcome.status == .success, "seed \(seed): \(outcome.diagnostics)")
        let kept = try await shell.services.persistentRegistrations().map(\.order)
        try #require(Set(kept.map(\.name)).count == Set(configuration.orders.map(\.name)).count, "seed \(seed)")
        for order in kept {
            let typed = configuration.orders.last { $0.name == order.name }
            #expect(typed.map { isSame($0, order) } == true, "seed \(seed): \(order)")
        }
    }

    // MARK: Homes

    /// Identities in a folder that every home gets a copy of: keys are no part of a dump.
    private func keys() async throws -> [SHA1Digest] {
        let engine = try engine("keys")
        let identities = [
            try await engine.addIdentity(friendlyName: "A"), try await engine.addIdentity(friendlyName: "B"),
        ]
        await engine.shutdown()
        return identities.map(\.authority)
    }

    private func engine(_ home: String) throws -> Engine {
        let keys = folder.path(of: "keys/keys")
        if home != "keys" {
            try FileManager.default.createDirectory(atPath: folder.path(of: home), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: keys, toPath: folder.path(of: "\(home)/keys"))
        }
        return try Engine(EngineOptions(environment: [:], home: folder.path(of: home), binds: ["[::1]:3540"]))
    }

    private func configure(_ engine: Engine, _ configuration: GeneratedConfiguration) async throws {
        try await engine.setMode(configuration.mode, cloud: "Global_")
        if let seeds = configuration.seeds { try await engine.setSeeds(seeds, cloud: "Global_") }
        try await engine.setMachineName(
            MachineNameChange(
                name: configuration.machineName, publishesAutomatically: configuration.publishesMachineName))
        for var order in configuration.orders {
            order.replaces = true
            try await engine.keep(order)
        }
    }

    private func run(_ line: String, over engine: Engine) async -> Outcome {
        let kept = KeptText()
        let session = Session(
            root: .p2psh, environment: CommandEnvironment(services: engine, isOneShot: true),
            output: Output(settings: OutputSettings(), sink: kept))
        let status = await session.run(line: line)
        return kept.takeOutcome(status)
    }

    /// By bytes: texts that look the same to people are not the same.
    private func isSame(_ left: RegistrationOrder, _ right: RegistrationOrder) -> Bool {
        func bytes(_ order: RegistrationOrder) -> [[UInt8]] {
            let text = if case .string(let text)? = order.payload { text } else { "" }
            return ["\(order.name)", order.comment ?? "", order.identity ?? "", text].map { Array($0.utf8) }
        }
        var typed = left
        typed.replaces = right.replaces
        return typed == right && bytes(left) == bytes(right)
    }
}

import Collaboration
import Foundation
import PeerBase
import PeerEngine
import Testing

/// People of one host, each with files and an engine of their own, near each other on one link. Everything ends and is
/// removed when `body` is over.
func withVillage(_ body: (Village) async throws -> Void) async throws {
    let village = Village()
    let result = await Result { try await body(village) }
    await village.end()
    try result.get()
}

actor Village {
    /// The link of these tests, named by whoever runs them: loopback carries no multicast, and the links of the host are
    /// not for tests. In a network of its own: `ip link add crowd type veth peer name other`, both up.
    static let link = ProcessInfo.processInfo.environment["P2PSH_TEST_LINK"]

    private let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID().uuidString)").path()
    private var engines: [Engine] = []

    /// Somebody with an engine; another one of the same name has the same files.
    func engine(of name: String, environment: [String: String] = [:]) throws -> Engine {
        let variables = ["P2PSH_ALLOW_ROOT": "1", "HOME": directory].merging(environment) { $1 }
        let engine = try Engine(EngineOptions(environment: variables, home: "\(directory)/\(name)"))
        engines.append(engine)
        return engine
    }

    /// Somebody who has signed in near the others.
    func villager(_ name: String) async throws -> Engine {
        let engine = try engine(of: name)
        try await engine.signInNear(as: name)
        return engine
    }

    /// A program that writes what it was started for into the file that is told.
    func program() throws -> (path: String, result: String) {
        let (path, result) = ("\(directory)/program", "\(directory)/result")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let script = """
            #!/bin/sh
            { echo "$P2PSH_APP_ID" "$@"; cat "$P2PSH_LAUNCH_INFO"; } >\(result).new && mv \(result).new \(result)
            """
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (path, result)
    }

    /// The private key is gone, as after a new installation of the machine.
    func removeKey(of name: String) throws {
        try FileManager.default.removeItem(atPath: "\(directory)/\(name)/keys/collab.key")
    }

    func openKeyToOthers(of name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: "\(directory)/\(name)/keys/collab.key")
    }

    func end() async {
        for engine in engines { await engine.shutdown() }
        try? FileManager.default.removeItem(atPath: directory)
    }
}

extension Engine {
    func signInNear(as nickname: String) async throws {
        _ = try await signIn(SignInOrder(scope: .nearMe, nickname: nickname, port: 0, interfaces: [Village.link ?? ""]))
    }

    /// Somebody near, when he is there with a place to connect to.
    func neighbour(_ nickname: String) async throws -> Person {
        var found: Person?
        let isThere = try await eventually {
            found = try await people(waiting: nil, address: nil).first { $0.nickname == nickname }
            return found != nil
        }
        try #require(isThere, "\(nickname) is not near")
        return try #require(found)
    }

    /// Makes a contact of somebody near.
    @discardableResult
    func befriend(_ nickname: String) async throws -> Contact {
        try await addContact(fromPerson: try await neighbour(nickname).id, displayName: nil, email: nil)
    }

    /// The next event that fits; the time limit of the test bounds the wait.
    static func next<Value>(
        in events: AsyncStream<CollaborationEvent>, _ pick: (CollaborationEvent.Occurrence) -> Value?
    ) async -> Value? {
        for await event in events {
            if let value = pick(event.occurrence) { return value }
        }
        return nil
    }

    /// The next invitation of others.
    static func invitation(in events: AsyncStream<CollaborationEvent>) async -> InvitationRecord? {
        await next(in: events) { if case .invited(let record) = $0 { record } else { nil } }
    }
}

/// The first line of the error, or the code of the second where there is none.
func failure(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch EngineError.collaboration(let error) {
        if !error.failure.isEmpty { return error.failure }
        switch error.reason {
        case .code(let code): return "\(code)"
        case .sentence(let text): return text
        case .none: return ""
        }
    } catch {
        return "\(error)"
    }
}

/// A file that somebody else writes.
func contents(of path: String) async throws -> String {
    let isThere = try await eventually { FileManager.default.fileExists(atPath: path) }
    try #require(isThere)
    return try String(contentsOfFile: path, encoding: .utf8)
}

import Foundation
import Mesh
import MeshTransport
import PeerBase
import PeerIdentity
import Sockets
import Synchronization

/// Members of one mesh in this process, who find each other by a list.
final class Crowd: Sendable {
    private static let meshID = "crowd"

    private let drivers: [MeshDriver]
    private let hearers: [Hearer]

    /// All of them open before the first is told where others are.
    init(_ count: Int, mode: SecurityMode, profile: Profile) async throws {
        let credential: LinkSecurity.Credential =
            mode.protectsLinks
            ? .password(try StretchedPassword(password: "loopback", meshID: Self.meshID)) : LinkSecurity.Credential.none
        var drivers: [MeshDriver] = []
        for number in 0..<count {
            drivers.append(try await Self.member(number, mode: mode, profile: profile, credential: credential))
        }
        self.drivers = drivers
        hearers = drivers.enumerated().map { Hearer($0.offset, $0.element.deliveries) }
        answerResolutions()
    }

    private static func member(
        _ number: Int, mode: SecurityMode, profile: Profile, credential: LinkSecurity.Credential
    ) async throws -> MeshDriver {
        let key = MemberKey()
        let hash = MeshName(meshID).hash
        guard let member = MemberID(key.publicKey) else { preconditionFailure("a public key names a member") }
        var configuration = Configuration(
            profile: profile, meshHash: hash, path: "/loopback", address: address(at: 0), member: member,
            nickname: "member \(number)", agreementKey: mode.signsMessages ? key.agreementKey : [],
            isSigning: mode.signsMessages)
        configuration.filter = { _, _ in .localAndRemote }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let certificate = try NodeCertificate(selfSignedAt: now)
        var setup = MeshDriver.Setup(
            configuration: configuration, seal: mode.signsMessages ? .signed(by: key, meshHash: hash) : .unsigned,
            security: LinkSecurity(mode: mode, credential: credential, certificate: certificate, meshID: meshID))
        setup.listening = .only([ScopedEndpoint(Endpoint(address: .loopback, port: 0))])
        return try await MeshDriver.opened(setup)
    }

    private static func address(at port: UInt16) -> NodeAddress {
        NodeAddress([ScopedEndpoint(Endpoint(address: .loopback, port: port))])
    }

    private func answerResolutions() {
        for driver in drivers {
            let others = drivers.filter { $0 !== driver }.map { Self.address(at: $0.port) }
            Task {
                for await count in driver.resolutions { await driver.resolved(Array(others.shuffled().prefix(count))) }
            }
        }
    }

    // MARK: What they do

    func talk(_ sender: Int, share: Int, size: Int) async throws {
        for number in 0..<share {
            let text = Hearer.text(sender, number, size: size)
            var isSaid = false
            while !isSaid {
                do throws(SayError) {
                    try await drivers[sender].say(text)
                    isSaid = true
                } catch .tooFast {
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
        }
    }

    func leave() async {
        await withTaskGroup { group in
            for driver in drivers { group.addTask { await driver.close(within: .seconds(5)) } }
        }
    }

    // MARK: What is waited for

    /// Until each has so many neighbours.
    func find(neighbours: Int, within time: Duration) async {
        await wait(time) { [drivers] in
            for driver in drivers where await driver.snapshot.neighbours.count < neighbours { return false }
            return true
        }
    }

    /// Until each has heard so many messages.
    func hear(_ messages: Int, within time: Duration) async {
        await wait(time) { [hearers] in hearers.allSatisfy { $0.tally.delivered >= messages } }
    }

    private func wait(_ time: Duration, until isDone: () async -> Bool) async {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, await !isDone() { try? await Task.sleep(for: .milliseconds(20)) }
    }

    // MARK: What came of it

    var heard: Int { hearers.reduce(0) { $0 + $1.tally.delivered } }
    var heardFromOthers: Int { hearers.reduce(0) { $0 + $1.tally.fromOthers } }
    var lastHeard: ContinuousClock.Instant? { hearers.compactMap(\.lastHeard).max() }

    func tally(messages: Int) -> Tally {
        var tally = hearers.map(\.tally).reduce(Tally(), +)
        tally.lost = messages * hearers.count - tally.delivered
        return tally
    }

    var bytesSent: Int {
        get async {
            var sum = 0
            for driver in drivers { sum += await driver.snapshot.traffic.bytesSent }
            return sum
        }
    }

    /// A line about what the members counted.
    var traffic: String {
        get async {
            var (duplicates, grafts, dropped, unread, pauses) = (0, 0, 0, 0, 0)
            var causes: [String: Int] = [:]
            for driver in drivers {
                let snapshot = await driver.snapshot
                duplicates += snapshot.counters.duplicates
                grafts += snapshot.counters.grafts
                dropped += snapshot.traffic.floodsDropped
                unread += snapshot.traffic.unreadLost
                pauses += snapshot.traffic.pauses
                causes.merge(snapshot.counters.causes, uniquingKeysWith: +)
            }
            let refused = causes.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value)" }.joined()
            return "Copies too many: \(duplicates), asked for: \(grafts), full queues: \(dropped), pauses: \(pauses), "
                + "unread: \(unread)\(refused)"
        }
    }
}

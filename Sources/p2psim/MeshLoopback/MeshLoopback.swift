import ArgumentParser
import Foundation
import Mesh
import PeerBase

/// Real members of one mesh on `[::1]` in this process, several of whom talk at once; and what reached whom.
struct MeshLoopback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets members of a mesh talk over real sockets on [::1], and counts what reached whom.")

    @Option(help: "How many members there are.")
    var members = 50

    @Option(help: "How many messages are said.")
    var messages = 1000

    @Option(help: "How many members say them.")
    var senders = 20

    @Option(help: "The length of a message in bytes.")
    var size = 1024

    @Option(help: "How the mesh is secured: none, or both (links and messages, with a password).")
    var mode = SecurityMode.transportWithMessageCredential

    @Option(help: "How the mesh behaves.")
    var profile = Profile.modern

    @Option(help: "After how many seconds what has not come counts as lost.")
    var patience = 120

    @Flag(help: "Talk at once instead of when all have found each other.")
    var forming = false

    func validate() throws {
        guard (2...1000).contains(members) else { throw ValidationError("--members must be 2 to 1000.") }
        guard (1...members).contains(senders) else { throw ValidationError("--senders must be 1 to --members.") }
        guard (1...1_000_000).contains(messages) else { throw ValidationError("--messages must be 1 to 1000000.") }
        guard (32...60_000).contains(size) else { throw ValidationError("--size must be 32 to 60000 bytes.") }
        guard (1...86_400).contains(patience) else { throw ValidationError("--patience must be 1 to 86400 seconds.") }
        guard [.none, .transportWithMessageCredential].contains(mode) else {
            throw ValidationError("--mode must be none or both.")
        }
    }

    func run() async throws {
        let before = Memory.residentBytes
        let start = ContinuousClock.now
        let crowd = try await Crowd(members, mode: mode, profile: profile)
        if !forming { await crowd.find(neighbours: min(profile.settings.low, members - 1), within: .seconds(30)) }
        print("\(members) members ready after \((ContinuousClock.now - start).wholeMilliseconds) ms")
        let wireBefore = await crowd.bytesSent
        let talkStart = ContinuousClock.now
        try await talk(crowd)
        let talkTime = ContinuousClock.now - talkStart
        await crowd.hear(messages, within: .seconds(patience))
        let time = (crowd.lastHeard ?? ContinuousClock.now) - talkStart
        print("Said: \(messages) messages of \(size) bytes by \(senders) members in \(seconds(talkTime)) s")
        print(crowd.tally(messages: messages).line)
        let wire = await crowd.bytesSent - wireBefore
        let delivered = max(1, crowd.heardFromOthers * size)
        print("Took: \(seconds(time)) s, \(Int(Double(crowd.heard) / time.seconds)) messages per second delivered")
        let ratio = String(format: "%.2f", Double(wire) / Double(delivered))
        print("On the wire: \(wire) bytes, \(ratio) per byte delivered")
        print(await crowd.traffic)
        let peak = Memory.peakResidentBytes
        print("Resident memory: \(mebibytes(before)) MiB before, at most \(mebibytes(peak)) MiB")
        await crowd.leave()
    }

    /// Each sender says its share as fast as the mesh lets it.
    private func talk(_ crowd: Crowd) async throws {
        try await withThrowingTaskGroup { group in
            for sender in 0..<senders {
                let share = (messages - sender + senders - 1) / senders
                group.addTask { try await crowd.talk(sender, share: share, size: size) }
            }
            try await group.waitForAll()
        }
    }

    private func seconds(_ duration: Duration) -> String { String(format: "%.2f", duration.seconds) }
    private func mebibytes(_ bytes: Int) -> Int { bytes / 1_048_576 }
}

extension Duration {
    fileprivate var seconds: Double { Double(wholeMilliseconds) / 1000 }
}

import PNRP
import PNRPTransport
import PeerBase
import PeerEngine
import PeerIdentity

/// The nodes of a cloud on `[::1]` that come and go. Each publishes one name, `0.churn-<number>`; no number comes twice.
actor RestlessTown {
    /// One node and the name it publishes.
    struct Resident {
        let number: Int
        let driver: PNRPDriver
        let id: PeerID
        let endpoint: Endpoint
        let since: ContinuousClock.Instant
    }

    /// How long a name must have been published before somebody may count on finding it (behaviour 11.2).
    private static let propagation: Duration = .seconds(10)
    /// How long a node is waited for until the others know its name.
    private static let patience: Duration = .seconds(3)
    /// How long a clean leave may take.
    private static let farewell: Duration = .seconds(2)
    /// The mean time from one departure to the next.
    private static let restlessness: Duration = .seconds(2)

    private(set) var residents: [Resident] = []
    private(set) var wrongAnswers = 0
    private var tally = ResolveTally()
    /// Since when the nodes with these numbers are gone for certain; the newest ones.
    private var gone: [(number: Int, since: ContinuousClock.Instant)] = []
    private var lastNumber = 0
    private var random: RandomSource
    private let key: PrivateKey
    private let size: Int

    init(key: PrivateKey, size: Int, seed: UInt64) {
        self.key = key
        self.size = size
        random = RandomSource(seed: seed)
    }

    /// Lets the first nodes join, one after the other.
    func populate() async throws {
        while residents.count < size { try await join() }
    }

    /// Lets nodes die, leave and join until the task is cancelled.
    func comeAndGo() async {
        while !Task.isCancelled {
            let pause = Self.restlessness * Int.random(in: 1...20, using: &random) / 10
            try? await Task.sleep(for: pause)
            if residents.count > 2 { await depart() }
            // A port that cannot be had now can be had next time.
            while residents.count < size, !Task.isCancelled, (try? await join()) != nil {}
        }
    }

    /// Ends all nodes at once.
    func end() async {
        for resident in residents { await resident.driver.close() }
        residents = []
    }

    /// What happened since the last report, in one line; malformed datagrams are those that the living ever counted.
    func report() async -> String {
        let text = "\(residents.count) nodes live, \(tally)"
        tally = ResolveTally()
        var malformed = 0
        for resident in residents { malformed += await resident.driver.snapshot.counters.malformed }
        return "\(text), \(malformed) malformed datagrams counted"
    }

    private func join() async throws {
        lastNumber += 1
        let number = lastNumber
        var setup = PNRPDriver.Setup(
            addresses: [.loopback], port: .any, reach: .loopback, cryptography: .real,
            signer: { [key] in key.signatures(for: $0.parts) })
        setup.seeds = residents.shuffled(using: &random).prefix(2).map(\.endpoint)
        let driver = try await PNRPDriver.bound(setup)
        guard let endpoint = driver.endpoints.first else { return await driver.close() }
        let request = RegistrationRequest(
            name: try Self.name(number), identity: key.authority, publicKey: key.publicKeyData,
            comment: Self.comment(number), endpoints: [ApplicationEndpoint(address: .loopback, port: endpoint.port)])
        let id = try await driver.register(request)
        await driver.reach(.announced, within: Self.patience)
        residents.append(Resident(number: number, driver: driver, id: id, endpoint: endpoint, since: .now))
    }

    /// One node goes, with a word or without.
    private func depart() async {
        let resident = residents.remove(at: Int.random(in: residents.indices, using: &random))
        if Bool.random(using: &random) {
            await resident.driver.close()
        } else {
            _ = await resident.driver.shutdown(within: Self.farewell)
        }
        gone.append((resident.number, .now))
        if gone.count > size { gone.removeFirst() }
    }

    private static func name(_ number: Int) throws(PeerNameError) -> PeerName { try PeerName("0.churn-\(number)") }

    private static func comment(_ number: Int) -> String { "Restless node \(number)" }
}

// MARK: Resolving

extension RestlessTown {
    /// What a resolve was begun for.
    private struct Wish {
        var number: Int
        var publisher: Endpoint?
        /// Whether the publisher was gone before the resolve began.
        var isGone: Bool
    }

    /// Resolves names from random nodes, one after the other, until the task is cancelled.
    func keepResolving() async {
        while !Task.isCancelled {
            guard let asker = residents.randomElement(using: &random), let wish = makeWish(),
                let name = try? Self.name(wish.number),
                let outcome = await asker.driver.resolve(ResolveQuery(name: name, criteria: .any))
            else {
                try? await Task.sleep(for: .milliseconds(100))
                continue
            }
            judge(outcome, wish)
        }
    }

    /// Mostly a name that lives, sometimes one that is gone or never was.
    private func makeWish() -> Wish? {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return Wish(number: lastNumber + 1_000_000, publisher: nil, isGone: true)
        case 1: return gone.randomElement(using: &random).map { Wish(number: $0.number, publisher: nil, isGone: true) }
        default:
            let ripe = residents.filter { .now - $0.since >= Self.propagation }
            return ripe.randomElement(using: &random).map {
                Wish(number: $0.number, publisher: $0.endpoint, isGone: false)
            }
        }
    }

    private func noteWrong(_ record: ResolvedRecord, _ wish: Wish) {
        wrongAnswers += 1
        tally.wrong += 1
        print("Wrong answer for 0.churn-\(wish.number): \(record.publisher), \(record.comment ?? "no comment")")
    }

    private func judge(_ outcome: ResolveOutcome, _ wish: Wish) {
        switch outcome.result {
        case .found(let record):
            let isRight =
                !wish.isGone && record.publisher == wish.publisher && record.comment == Self.comment(wish.number)
            if isRight { tally.found += 1 } else { noteWrong(record, wish) }
        case .notFound, .timedOut, .tooMuchLoad, .networkUnreachable, .cloudDead, .cloudDisabled:
            // A publisher that went meanwhile cannot be found.
            let isStillThere = residents.contains { $0.number == wish.number }
            if isStillThere { tally.missed += 1 } else { tally.rightlyNotFound += 1 }
        }
    }
}

/// What the resolves of one minute came to.
private struct ResolveTally: CustomStringConvertible {
    var found = 0
    var missed = 0
    var rightlyNotFound = 0
    var wrong = 0

    var description: String {
        "\(found) resolves found, \(missed) missed, \(rightlyNotFound) rightly not found, \(wrong) wrong"
    }
}

import CommandTree
import PNRP
import PeerBase
import PeerEngine
import ShellCommands
import Testing

/// A line for one command of the tree, and the world it is typed in.
struct Sample: CustomTestStringConvertible, Sendable {
    /// The words of the command from the root.
    let command: String
    let line: String
    /// What a session has been told before.
    var before: [String] = []
    /// Whether it asks first; then yes is said in advance.
    var confirms = false
    /// How it ends in a session.
    var status = Status.success
    /// How it ends as the one line a program is started for; nil for the same.
    var oneShotStatus: Status?
    /// What is typed behind it, where it talks.
    var typed: [String] = []

    init(
        _ command: String, _ arguments: String = "", before: [String] = [], confirms: Bool = false,
        status: Status = .success, oneShotStatus: Status? = nil, typed: [String] = []
    ) {
        self.typed = typed
        self.command = command
        line = arguments.isEmpty ? command : command + " " + arguments
        self.before = before
        self.confirms = confirms
        self.status = status
        self.oneShotStatus = oneShotStatus
    }

    /// The same below a context.
    func moved(_ context: String) -> Sample {
        let arguments = String(line.dropFirst(command.count)).drop { $0 == " " }
        return Sample(
            "\(context) \(command)", String(arguments), before: before, confirms: confirms, status: status,
            oneShotStatus: oneShotStatus, typed: typed)
    }

    var testDescription: String { line }
}

extension ScriptedServices.Script {
    /// A machine on one link and in the global cloud, which publishes two names and has found others.
    static var everyday: ScriptedServices.Script {
        var link = CloudSnapshot.link("LinkLocal_ff00::%2/8", 2, state: .virtual)
        link.interfaceName = "eth0"
        var global = CloudSnapshot.traders
        global.seeds = ["[2001:db8::dead]:3540", "[2001:db8::b02]:3540", "gone.example.net"]
        global.seedSource = "configuration"
        global.seedUse = .used
        global.rememberedUse = .noAddresses
        var script = ScriptedServices.Script()
        script.clouds = [link, global]
        script.configurations = ["Global_": CloudConfiguration(seeds: global.seeds)]
        script.names = [.traderChat, .plain("0.note", in: link.name)]
        script.meshes = .everyday
        script.collaboration = .everyday
        script.kept = [
            PersistentRegistration(
                order: RegistrationOrder(
                    name: peer("0.kept"), cloud: "Global_", comment: "back soon", payload: .string("a \"b\"")))
        ]
        script.outcomes = ["Global_": .success(alice)]
        script.members = [seed: 7]
        script.pings = [.everyday(31), .unanswered, .everyday(29), .everyday(30)]
        script.identities = [.alice]
        script.settled = [link.name: .alone]
        script.repairs = [link.name: .nothingRegistered]
        script.findings = [
            "Global_": [.addresses([address("2001:db8::1")]), .bound(port: 3540, isStandard: true), .noSeed]
        ]
        script.histories = ["Global_": .everyday]
        script.machine = MachineName(name: peer("0.myhost"), isPublished: true, publishesAutomatically: false)
        script.events = [
            .cloudChanged(cloud: "Global_", from: .synchronizing, to: .active),
            .nameAnnounced(peer("0.note"), cloud: "Global_"), .cacheChanged(cloud: "Global_", entries: 35),
        ]
        return script
    }

    private static var seed: Endpoint { Endpoint(address: address("2001:db8::b02"), port: 3540) }

    private static var alice: ResolveOutcome {
        .found(
            at: [ApplicationEndpoint(address: address("2001:db8::7"), port: 8080)], comment: "my pages",
            payload: .binary([1, 2, 255]),
            trace: [
                .at("2001:db8::1", 0, 0, .accepted, id: PeerID(1 << 63, 2, 3, 4)),
                .at("2001:db8::b02", 6, 31, .acceptedSuspicious, id: PeerID(3 << 56, 0, 0, 0)),
                .at("2001:db8::7", 130, 15, .deadEnd, id: PeerID(1, 2, 1 << 61, 0)),
                .at("2001:db8::7", 0, 12, .acceptedFinalInquire, id: PeerID(1, 2, 1 << 61, 0)),
            ])
    }
}

extension StatisticsHistory {
    /// Half a minute of a cloud that grows.
    fileprivate static var everyday: StatisticsHistory {
        var history = StatisticsHistory(since: .zero)
        for tick in 1...6 {
            history.advance(to: .zero + .seconds(5) * tick) {
                var counters = Counters()
                counters.datagramsReceived = tick * tick * 5
                counters.datagramsSent = tick * 10
                counters.throttledResolves = tick / 6
                return .init(
                    cacheEntries: 4 + tick * 5, estimatedSize: tick < 3 ? nil : 22 + tick * 20, registeredNames: 3,
                    counters: counters)
            }
        }
        return history
    }
}

extension PingOutcome {
    fileprivate static func everyday(_ milliseconds: Int) -> PingOutcome {
        .answered(after: .milliseconds(milliseconds), identifiers: 2)
    }
}

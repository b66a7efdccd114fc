import CommandTree
import PNRP
import PeerEngine

extension CloudFinding {
    /// How much a finding matters.
    enum Weight {
        case good, remark, failure

        var word: String {
            switch self {
            case .good: "ok"
            case .remark: "note"
            case .failure: "FAIL"
            }
        }

        fileprivate var style: Style {
            switch self {
            case .good: .good
            case .remark: .warning
            case .failure: .bad
            }
        }
    }

    var weight: Weight {
        switch self {
        case .addresses, .multicastReady, .seedAnswered: .good
        case .bound(_, let isStandard): isStandard ? .good : .remark
        case .searchAnswers(let count), .members(let count): count > 0 ? .good : .remark
        case .multicastUnavailable, .multicastOff, .noSeed, .seedUnknown, .seedSilent, .notOpened: .remark
        case .switchedOff, .interfaceDown, .noUsableAddress, .cannotBind, .nothingReceived: .failure
        }
    }

    /// `ok    Port 3540: in use by this node.`
    var line: Line {
        let label = weight.word.padding(to: 6)
        return Line("  ") + Line(label, weight.style) + Line(sentence + (remedy.map { " " + $0 } ?? ""))
    }

    /// What is so.
    var sentence: String {
        switch self {
        case .switchedOff: "Configuration: the cloud is switched off."
        case .interfaceDown(let name, let hasLink):
            hasLink ? "Interface \(name): it is down." : "Interface \(name): it has no link."
        case .noUsableAddress: "Addresses: this machine has no IPv6 address that the cloud can use."
        case .addresses(let addresses): "Addresses: \(addresses.map { "\($0)" }.joined(separator: ", "))."
        case .bound(let port, true): "Port \(port): bound."
        case .bound(let port, false):
            "Port \(wellKnownPort): in use by another program, or not wanted; this node uses \(port)."
        case .cannotBind(let endpoint, let reason): "Port: \(endpoint) cannot be bound: \(reason)"
        case .notOpened: "Sockets: the cloud was not started."
        case .multicastReady(let interfaces): "Search of the link: works on \(interfaces.joined(separator: ", "))."
        case .multicastUnavailable(let interface, let reason): "Search of the link: not on \(interface): \(reason)"
        case .multicastOff: "Search of the link: switched off for this cloud."
        case .searchAnswers(0): "Search of the link: nobody answered."
        case .searchAnswers(let count): "Search of the link: \(count) answered."
        case .noSeed: "Seeds: none is configured."
        case .seedUnknown(let host): "Seed \(host): it has no IPv6 address."
        case .seedAnswered(let endpoint, let time): "Seed \(endpoint): answered after \(time.roundTripText)."
        case .seedSilent(let endpoint): "Seed \(endpoint): no answer."
        case .nothingReceived(let sent): "Network: \(sent) datagrams were sent, and nothing ever came back."
        case .members(0): "Members: nobody is known."
        case .members(let count): "Members: \(count == 1 ? "1 is" : "\(count) are") known."
        }
    }

    /// What can be done about it.
    var remedy: String? {
        switch self {
        case .switchedOff: "Switch it on in the settings of p2psh."
        case .interfaceDown(let name, let hasLink):
            hasLink ? "'ip link set \(name) up' starts it." : "Look at the cable or the wireless link."
        case .noUsableAddress:
            "Give an interface an IPv6 address, or start with --bind [::1]:\(wellKnownPort) for a private cloud."
        case .bound(_, isStandard: false):
            "Others find it all the same, but as their seed it needs its port: --seed HOST:PORT."
        case .cannotBind: "Choose another endpoint with --bind."
        case .notOpened: "'p2p pnrp cloud start' starts it."
        case .multicastUnavailable: "Members on that link are not found by themselves; name one as a seed."
        case .noSeed: "'p2p pnrp cloud set seed HOST' names a member beyond the link."
        case .seedUnknown: "Look at the spelling, and at 'getent ahostsv6'."
        case .seedSilent: "It does not run, or a firewall drops UDP: 'p2p pnrp diag ping host' tells."
        case .nothingReceived: "A packet filter, most likely: let UDP port \(wellKnownPort) through, both ways."
        case .addresses, .bound, .multicastReady, .multicastOff, .searchAnswers, .seedAnswered, .members: nil
        }
    }

    var json: JSONValue {
        .object([
            "finding": .string(name), "weight": .string(weight.word.lowercased()), "message": .string(sentence),
            "remedy": .optional(remedy),
        ])
    }

    static let shape: JSONShape = .named(
        "finding", "Something that keeps a cloud working, or from it.",
        .object([
            .member(
                "finding",
                .words(
                    "switchedOff", "interfaceDown", "noUsableAddress", "addresses", "bound", "cannotBind",
                    "notOpened", "multicastReady", "multicastUnavailable", "multicastOff", "searchAnswers", "noSeed",
                    "seedUnknown", "seedAnswered", "seedSilent", "nothingReceived", "members"), "What it is about."),
            .member("weight", .words("ok", "note", "fail"), "As it should be, worth knowing, or the reason."),
            .member("message", .anyText, "What is so, in a sentence."),
            .member("remedy", .anyText.orNull, "What can be done about it; null for nothing."),
        ]))

    private var name: String {
        switch self {
        case .switchedOff: "switchedOff"
        case .interfaceDown: "interfaceDown"
        case .noUsableAddress: "noUsableAddress"
        case .addresses: "addresses"
        case .bound: "bound"
        case .cannotBind: "cannotBind"
        case .notOpened: "notOpened"
        case .multicastReady: "multicastReady"
        case .multicastUnavailable: "multicastUnavailable"
        case .multicastOff: "multicastOff"
        case .searchAnswers: "searchAnswers"
        case .noSeed: "noSeed"
        case .seedUnknown: "seedUnknown"
        case .seedAnswered: "seedAnswered"
        case .seedSilent: "seedSilent"
        case .nothingReceived: "nothingReceived"
        case .members: "members"
        }
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}

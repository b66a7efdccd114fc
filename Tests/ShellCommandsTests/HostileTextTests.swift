import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import ShellCommands
import Testing

/// Whatever peers say, and whatever lies on this machine, reaches people without anything that steers a terminal or
/// hides in it (netsh 4.3.7; netsh 7, row 19). JSON has it whole, escaped.
@Suite("Hostile texts, in every command that shows any") struct HostileTextTests {
    /// Controls, new lines, both kinds of separator, marks and overrides of direction, tags, a soft hyphen, an unassigned
    /// one: each between letters that must arrive.
    static let texts = [
        "a\u{1B}[2Jb", "a\u{1B}]0;x\u{7}b", "a\nb", "a\rb", "a\u{8}b", "a\u{7F}b", "a\u{85}b", "a\u{9B}31mb",
        "a\u{2028}b", "a\u{2029}b", "a\u{202E}b", "a\u{202A}b", "a\u{2066}b", "a\u{2069}b", "a\u{200E}b", "a\u{200F}b",
        "a\u{61C}b", "a\u{AD}b", "a\u{200B}b", "a\u{2060}b", "a\u{FEFF}b", "a\u{E0041}b", "a\u{FFF9}b", "a\u{378}b",
        "a\tb",
    ]

    /// The lines that show texts of peers, or of this machine.
    static let lines = [
        "p2p pnrp peer resolve 0.x", "p2p pnrp peer enumerate 0.x", "p2p pnrp peer traceroute 0.x",
        "p2p pnrp peer traceroute 0.x graph=yes", "p2p pnrp cloud show names", "p2p pnrp cloud show list",
        "p2p pnrp cloud show seed", "p2p pnrp cloud show initialization", "p2p pnrp cloud show statistics",
        "p2p pnrp cloud show pnrpmode", "p2p pnrp cloud repair", "p2p pnrp cloud flush",
        "p2p pnrp cloud synchronize seed",
        "p2p pnrp peer show registration", "p2p pnrp peer show machinename", "p2p pnrp monitor",
        "p2p idmgr show identities", "p2p pnrp diagnostics check", "p2p pnrp diagnostics ping seed count=1",
        "p2p pnrp peer add registration 0.y", "p2p pnrp peer delete registration 0.y", "wait state=alone timeout=1",
        "p2p mesh show meshes", "p2p mesh show members", "p2p mesh show neighbors", "p2p mesh show statistics",
        "p2p mesh show events", "p2p mesh monitor traders", "p2p mesh chat traders", "p2p mesh chat others",
        "p2p collab show people", "p2p collab show person #1", "p2p collab show person 0b0c", "p2p collab show events",
        "p2p collab monitor", "p2p collab explore", "p2p collab show launchinfo", "p2p collab diag",
        "p2p collab contact show contacts", "p2p collab contact add 0b0c", "p2p collab contact import cardhex=00",
        "p2p collab application show", "p2p collab application show 0b0c", "p2p collab invitation show",
        "p2p collab invitation accept 5", "p2p collab presence show contact=449dc",
        "p2p collab invitation send 449dc 81facd1e-c761-4330-b56c-a7286a3424aa",
    ]

    @Test("answers and errors", arguments: lines)
    func shown(line: String) async {
        for text in Self.texts {
            for format in [OutputSettings.Format.text, .terse, .json] {
                let outcome = await TypedShell(script(text)).type(line, format: format)
                let all = outcome.answers + outcome.diagnostics
                #expect(!all.isEmpty, "\(line)")
                #expect(isHarmless(all), "\(line), \(format): \(all.debugDescription)")
            }
        }
    }

    @Test("the lines above the prompt", arguments: texts)
    func announced(text: String) throws {
        for event in events(text) {
            guard let line = event.announcement else { continue }
            let shown = sanitized(line.text)
            #expect(isHarmless(shown + "\n"), "\(shown.debugDescription)")
        }
    }

    @Test(
        "a dump hides nothing on a terminal, and a file has it as it was",
        arguments: texts.filter { !$0.contains("\n") })
    func dumped(text: String) async throws {
        var script = ScriptedServices.Script(clouds: [.traders])
        script.kept = [
            PersistentRegistration(order: RegistrationOrder(name: peer("0.x"), cloud: "Global_", comment: text))
        ]
        let file = await TypedShell(script).type("dump").answers
        let isTypable = text.unicodeScalars.allSatisfy { $0 == "\t" || $0.properties.generalCategory != .control }
        #expect(file.contains("comment=\"\(text)\"") == isTypable)
        #expect(
            file.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control })
    }

    @Test(
        "what was typed wrong is told without harm, file names too",
        arguments: ["a\u{202E}b", "a\u{200B}b", "a\u{2028}b"])
    func mistakes(text: String) async {
        for line in [
            text, "p2p \(text)", "exec \(text)", "p2p pnrp cloud show list \(text)", "p2p pnrp peer resolve \(text)",
            "p2p pnrp peer add registration 0.x payloadfile=\(text)", "p2p pnrp cloud set seed \(text)",
            "p2p pnrp peer add registration 0.x \(text)=1", "p2p pnrp peer delete registration 0.\(text)",
            "set file open \(text)/x", "p2p pnrp peer traceroute 0.x picture=\(text)/x.svg", "alias \(text)",
        ] {
            for format in [OutputSettings.Format.text, .json] {
                let outcome = await TypedShell(script("x")).type(line, format: format)
                #expect(isHarmless(outcome.answers + outcome.diagnostics), "\(line.debugDescription)")
            }
        }
    }

    // MARK: The world

    private func isHarmless(_ text: String) -> Bool {
        text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { sanitized(String($0)) == String($0) }
    }

    private func events(_ text: String) -> [EngineEvent] {
        [
            .nameAnnounced(hostilePeer(text), cloud: text), .nameRegistered(hostilePeer(text), cloud: text),
            .nameUnregistered(hostilePeer(text), cloud: text), .warning(text, hint: text), .cloudAppeared(cloud: text),
            .cloudVanished(cloud: text), .cloudChanged(cloud: text, from: .virtual, to: .alone),
            .splitFound(cloud: text, isSmaller: true), .cacheChanged(cloud: text, entries: 1),
        ]
    }

    private func hostilePeer(_ text: String) -> PeerName { peer("0.\(text)") }

    private func script(_ text: String) -> ScriptedServices.Script {
        var cloud = CloudSnapshot.traders
        cloud.interfaceName = text
        cloud.seeds = [text]
        cloud.seedSource = "configuration"
        var name = RegisteredName.traderChat
        (name.name, name.comment, name.payload, name.identity) = (hostilePeer(text), text, .string(text), text)
        let outcome = ResolveOutcome.found(
            "0.\(text)", at: [ApplicationEndpoint(address: address("2001:db8::7"), port: 1)], comment: text,
            payload: .string(text), trace: [.at("2001:db8::7", 9, 3, .accepted)])
        var script = ScriptedServices.Script(clouds: [cloud, .link(text, 3)], names: [name])
        script.outcomes = ["Global_": .success(outcome)]
        if case .found(let record) = outcome.result { script.deliveries = ["Global_": [record]] }
        script.refusals = [text: .cannotBind(text, reason: text)]
        script.hosts = [text: [Endpoint(address: address("2001:db8::9"), port: 3540)]]
        script.identities = [
            IdentitySummary(
                friendlyName: text, identity: "2460f44f457b670116f55709f3e6324dd12ad70e.\(text)",
                authority: digest("2460f44f457b670116f55709f3e6324dd12ad70e"), isDefault: true)
        ]
        script.findings = ["Global_": [.seedUnknown(text), .cannotBind(endpoint: text, reason: text)]]
        script.machine = MachineName(name: hostilePeer(text), isPublished: true, publishesAutomatically: true)
        script.kept = [
            PersistentRegistration(order: RegistrationOrder(name: hostilePeer(text), cloud: text, comment: text))
        ]
        script.events = events(text)
        script.meshes = .hostile(text)
        script.collaboration = .hostile(text)
        return script
    }
}

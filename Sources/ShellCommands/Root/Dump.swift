import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// A script that makes the same configuration again (netsh 6.10).
    ///
    /// - Parameter sections: those of the context and of the contexts below it.
    static func dump(_ sections: DumpSection...) -> ShellCommand {
        ShellCommand(
            "dump", "Displays a configuration script.",
            notes: CommandNotes(
                remarks: [
                    "The script sets what is kept from one start to the next and differs from the default, and joins the "
                        + "meshes that this process is in. It names the files of keys, certificates and passwords, and "
                        + "holds none of them; names that end with this process are left out. Saved to a file, 'exec' "
                        + "restores it.",
                    "Texts stand in it as they were typed, in UTF-8. On a terminal, invisible characters in them are "
                        + "shown escaped; a file has them as they are.",
                ],
                examples: [.init("p2psh p2p dump > saved.p2p", "Saves the configuration to a file.")]),
            answer: .object([.member("script", .array(.anyText), "The script, a line each.")])
        ) { _, environment in
            var blocks: [[String]] = []
            for section in sections { blocks.append(section.framed(try await section.lines(environment))) }
            let script = ["# p2psh configuration script, format 1"] + blocks.joined(separator: [""])
            var document = Document(
                body: script.map { .verbatim(Line($0)) }, json: ["script": .array(script.map(JSONValue.string))])
            document.isScript = true
            return .document(document)
        }
    }
}

/// The part of a script that belongs to one context.
enum DumpSection {
    case cloud, diagnostics, peer, identities, meshes, collaboration, contacts, applications

    private var title: String {
        switch self {
        case .cloud: "PNRP cloud configuration"
        case .diagnostics: "PNRP diagnostics configuration"
        case .peer: "PNRP peer configuration"
        case .identities: "Identity manager configuration"
        case .meshes: "Mesh configuration"
        case .collaboration: "Collaboration configuration"
        case .contacts: "Contact configuration"
        case .applications: "Application configuration"
        }
    }

    private var context: String {
        switch self {
        case .cloud: "p2p pnrp cloud"
        case .diagnostics: "p2p pnrp diagnostics"
        case .peer: "p2p pnrp peer"
        case .identities: "p2p idmgr"
        case .meshes: "p2p mesh"
        case .collaboration: "p2p collab"
        case .contacts: "p2p collab contact"
        case .applications: "p2p collab application"
        }
    }

    private static let rule = "# " + String(repeating: "-", count: 34)

    /// Comments name the section; the context is entered and left, so that the script can be run from anywhere.
    fileprivate func framed(_ lines: [String]) -> [String] {
        [Self.rule, "# \(title)", Self.rule, "pushd \(context)", ""] + (lines.isEmpty ? [] : lines + [""])
            + ["popd", "# End of \(title)"]
    }

    fileprivate func lines(_ environment: CommandEnvironment) async throws -> [String] {
        switch self {
        case .cloud: return try await environment.settingsOfClouds()
        case .diagnostics: return []
        case .peer:
            let machine = try await environment.ask { services async throws(EngineError) in
                try await services.machineName()
            }
            let mute = try await environment.cloudsThatOnlyResolve()
            return machine.settings + (try await environment.kept()).map { $0.setting(mute) }
        case .identities:
            return [
                "# Keys are never part of a script. They are files in the folder keys; see the manual."
            ]
        case .meshes: return await environment.services.meshes().flatMap(\.settings).map(safe)
        case .collaboration:
            return try await environment.readable { try await environment.collaborationSettings().lines }
        case .contacts:
            return try await environment.readable {
                [try await environment.collaborationSettings().ownLine].compactMap { $0 }
                    + (try await environment.contactLines())
            }
        case .applications: return try await environment.readable { try await environment.applicationLines() }
        }
    }
}

extension CommandEnvironment {
    /// What cannot be read now is told in the script, which is good for all the rest.
    fileprivate func readable(_ lines: () async throws -> [String]) async throws -> [String] {
        do {
            return try await lines().map(safe)
        } catch let failure as CommandFailure {
            return ["# Not readable now: \(sanitized(failure.message))"]
        }
    }

    fileprivate func settingsOfClouds() async throws -> [String] {
        var lines: [String] = []
        for cloud in await services.clouds() {
            let kept = try await ask { services async throws(EngineError) in
                try await services.configuration(ofCloud: cloud.name)
            }
            lines += kept.settings(of: cloud.name)
        }
        return lines
    }
}

extension CommandEnvironment {
    /// Nothing can be kept for them (behaviour 6.1).
    fileprivate func cloudsThatOnlyResolve() async throws -> Set<String> {
        var names: Set<String> = []
        for cloud in await services.clouds() {
            let kept = try await ask { services async throws(EngineError) in
                try await services.configuration(ofCloud: cloud.name)
            }
            if kept.mode == .resolveOnly { names.insert(cloud.name) }
        }
        return names
    }
}

extension CloudConfiguration {
    /// Full words, and tags before all values (netsh 6.10).
    fileprivate func settings(of cloud: String) -> [String] {
        let place = "cloud=" + Tokenizer.quoted(cloud)
        let mode: [String] =
            switch self.mode {
            case .automatic: []
            case .fullParticipant: ["set pnrpmode mode=full \(place)"]
            case .resolveOnly: ["set pnrpmode mode=RO \(place)"]
            }
        let seeds = seeds.map { Tokenizer.inQuotes($0.joined(separator: ";")) }
        return mode + (seeds.map { ["set seed seed=\($0) \(place)"] } ?? [])
    }
}

extension MachineName {
    /// Whether it is published now is no matter of configuration.
    fileprivate var settings: [String] {
        guard isChosen || publishesAutomatically else { return [] }
        let chosen = isChosen ? " name=\(Tokenizer.quoted("\(name)"))" : ""
        let automatic = " autopublish=" + (publishesAutomatically ? "enable" : "disable")
        let line = "set machinename\(chosen)\(automatic)"
        return [safe(hasKey ? line : "# The key of this name is not on this machine: \(line)")]
    }
}

extension PersistentRegistration {
    /// A line that could not be run would stop the script: then it is a comment.
    fileprivate func setting(_ mute: Set<String>) -> String {
        let obstacle: String? =
            if !hasCloud {
                "There is no interface \(order.cloud) now"
            } else if !hasKey {
                "The key that signs this name is not on this machine"
            } else if mute.contains(order.cloud) {
                "The cloud \(order.cloud) only resolves"
            } else {
                nil
            }
        return safe(obstacle.map { "# \($0): \(order.setting)" } ?? order.setting)
    }
}

extension RegistrationOrder {
    fileprivate var setting: String {
        var words = ["add registration", "peername=\(Tokenizer.quoted("\(name)"))", "cloud=\(Tokenizer.quoted(cloud))"]
        if let comment { words.append("comment=\(Tokenizer.inQuotes(comment))") }
        words += endpoints.map { "address=[\($0.address)]:\($0.port)/\($0.protocolText)" }
        if endpoints.isEmpty, port != 0 { words.append("port=\(port)") }
        switch payload {
        case .string(let text)?: words.append("payload=\(Tokenizer.inQuotes(text))")
        case .binary(let bytes)?: words.append("payloadhex=\(bytes.hexText)")
        case nil: break
        }
        if let identity { words.append("identity=\(Tokenizer.quoted(identity))") }
        return (words + ["persistent=yes", "replace=yes"]).joined(separator: " ")
    }
}

/// No control character can be typed, and nothing that is kept should hold one; a line that does all the same must not
/// become two, and so is a remark.
private func safe(_ line: String) -> String {
    let isTypable = line.unicodeScalars.allSatisfy { $0 == "\t" || $0.properties.generalCategory != .control }
    return isTypable ? line : "# " + sanitized(line)
}

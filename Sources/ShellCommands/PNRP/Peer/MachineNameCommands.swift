import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.6.
    static var setMachineName: ShellCommand {
        ShellCommand(
            "set machinename", "Sets under which name this machine publishes itself, and whether it does.",
            parameters: [
                Parameter(
                    "name", .named("peername", check: nameComplaint),
                    "The name; \"\" for a secured name of this machine's own.", .optional("as it is")),
                Parameter(
                    "publish", .choice(["start", "stop"]), "start publishes the name now; stop takes it back.",
                    .optional("as it is")),
                Parameter(
                    "autopublish", .choice(["enable", "disable"]),
                    "Whether a session of p2psh publishes the name when it starts.", .optional("as it is")),
            ],
            notes: CommandNotes(
                remarks: [
                    "The addresses of this machine are published, in all clouds, so that others reach it by the name or "
                        + "by its DNS spelling. A published name lives as long as this process."
                ],
                examples: [
                    .init("set machinename publish=start autopublish=enable", "Publishes it now and at every start."),
                    .init("set machinename name=0.myhost", "Chooses an unsecured name."),
                    .init("set machinename name=\"\"", "Chooses a secured name with a key of this machine."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .done,
            isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let change = MachineNameChange(
                name: invocation.optionalText("name"),
                publishes: invocation.optionalText("publish").map { $0 == "start" },
                publishesAutomatically: invocation.optionalText("autopublish").map { $0 == "enable" })
            guard change != MachineNameChange() else {
                throw CommandFailure("Nothing to set: give name, publish or autopublish.", status: .usage)
            }
            try await environment.ask { services async throws(EngineError) in
                try await services.setMachineName(change)
            }
            let isFleeting = environment.isOneShot && change.publishes == true
            return .document(.done(hints: isFleeting ? [fleeting] : []))
        }
    }

    /// Netsh 4.5.8.
    static var showMachineName: ShellCommand {
        ShellCommand(
            "show machinename", "Shows under which name this machine publishes itself.",
            notes: CommandNotes(
                output: [
                    .init("Machine name", "The peer name."),
                    .init("DNS name", "Its spelling for programs that take host names."),
                    .init("Published", "Whether this process publishes it now."),
                    .init("Auto publish", "Whether a session publishes it when it starts."),
                ],
                record: ["name", "dnsName", "published", "autoPublish"],
                examples: [.init("show machinename", "Shows the name.")]),
            answer: machineShape
        ) { _, environment in
            let machine = try await environment.ask { services async throws(EngineError) in
                try await services.machineName()
            }
            return .document(machine.document)
        }
    }
}

private let machineShape: JSONShape = .object([
    .member("machineName", .peerName, "The peer name of this machine."),
    .member("dnsName", .anyText.orNull, "Its spelling for programs that take host names; null if it has none."),
    .member("published", .boolean, "Whether this process publishes it now."),
    .member("autoPublish", .boolean, "Whether a session publishes it when it starts."),
])

private let nameComplaint: Parameter.Check = { text in
    guard !text.isEmpty else { return nil }
    do throws(PeerNameError) {
        _ = try PeerName(text)
        return nil
    } catch {
        return "\(error)"
    }
}

private let fleeting =
    "The name ended with this process. 'autopublish=enable' lets every session publish it while it runs."

extension MachineName {
    fileprivate var document: Document {
        let host = try? HostName.from(name)
        return Document(
            lines: [
                Line("Machine name:  \(name)"), Line("DNS name:      \(host ?? "(none)")"),
                Line("Published:     \(isPublished ? "Yes" : "No")"),
                Line("Auto publish:  \(publishesAutomatically ? "Enabled" : "Disabled")"),
            ],
            json: [
                "machineName": .string("\(name)"), "dnsName": .optional(host), "published": .bool(isPublished),
                "autoPublish": .bool(publishesAutomatically),
            ],
            records: [
                ["\(name)", host ?? "", isPublished ? "yes" : "no", publishesAutomatically ? "enabled" : "disabled"]
            ])
    }
}

import CommandTree

extension ShellCommand {
    /// netsh had a context here; whoever types its name, with whatever behind it, is told where to go instead
    /// (architecture 3).
    static var group: ShellCommand {
        ShellCommand(
            "group", "Tells what takes the place of peer grouping.",
            parameters: [
                Parameter(
                    "words", .text(maximumCharacters: 256), "Whatever was typed behind it in netsh.", .optional(),
                    maximumCount: 16)
            ],
            notes: CommandNotes(
                remarks: [
                    "Peer grouping is not part of p2psh. Members of a group can find each other by the names they "
                        + "publish: p2p pnrp peer add registration."
                ],
                examples: [.init("group show address", "Says so.")]),
            answer: .nothing
        ) { _, _ in
            throw CommandFailure(
                "Peer grouping is not part of p2psh.",
                hint: "Publish a name with 'p2p pnrp peer add registration' to be found.")
        }
    }
}

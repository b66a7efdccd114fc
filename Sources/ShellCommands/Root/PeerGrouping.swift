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
            notes: CommandNotes(remarks: [
                "Peer grouping is not part of p2psh. A mesh, in the context p2p mesh, lets several people talk in a "
                    + "group."
            ])
        ) { _, _ in
            throw CommandFailure(
                "Peer grouping is not part of p2psh.", hint: "Use 'p2p mesh' to talk in a group of people.")
        }
    }
}

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
                    "Peer grouping is not part of p2psh. What takes its place is a mesh, in which what one says all "
                        + "hear: p2p mesh."
                ],
                examples: [.init("group show address", "Says so.")]),
            answer: .nothing
        ) { _, _ in
            throw CommandFailure(
                "Peer grouping is not part of p2psh.",
                hint: "'p2p mesh' is for groups: 'p2p mesh chat ID' joins one by its id.")
        }
    }
}

import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 6.15.
    static var monitor: ShellCommand {
        ShellCommand(
            "monitor", "Shows what happens in the clouds as it happens.",
            notes: CommandNotes(
                remarks: [
                    "A line for each event, until Ctrl-C or --timeout, which are good ends. With --json each line is a "
                        + "JSON document. Times are UTC. On the command line of a shell, all clouds are started "
                        + "first, and persistent names published."
                ],
                output: [
                    .init("cloud", "A cloud changed its state, came or went."),
                    .init("name", "A name was registered here, was announced to the cloud, or was taken back."),
                    .init("cache", "How many routes to other members are known, at most once a second."),
                    .init("split", "A cloud had fallen apart and is being mended."),
                ],
                record: ["time", "event", "..."],
                examples: [
                    .init("monitor", "Watches."),
                    .init("p2psh --json --timeout 60 p2p pnrp monitor", "Writes what happens in a minute."),
                ]),
            answer: .event, isFeed: true
        ) { _, environment in
            .announced(
                "Watching; Ctrl-C ends it",
                .feed { show in
                    await environment.watch(show)
                    return .success
                })
        }
    }
}

extension CommandEnvironment {
    /// Listening begins before anything is started, so that nothing is missed.
    fileprivate func watch(_ show: Reply.ShowDocument) async {
        let events = services.events()
        let openings = isOneShot ? Task { [services] in await services.startAll() } : nil
        for await event in events {
            await show(event.document(at: Timestamp(secondsSince1970: wallClock())))
            if Task.isCancelled { break }
        }
        openings?.cancel()
    }
}

extension PeerServices {
    /// A cloud that cannot be started shows that by its events.
    fileprivate func startAll() async {
        await publishPersistentRegistrations()
        for cloud in await clouds() { _ = try? await start(cloud: cloud.name) }
    }
}

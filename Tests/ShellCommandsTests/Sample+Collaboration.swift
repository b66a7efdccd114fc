import CommandTree
import Foundation

extension Sample {
    private static let chat = "81facd1e-c761-4330-b56c-a7286a3424aa"
    private static let note = "5a6c1b7e-0d0e-4b2c-9d57-1f6f3e0a9b11"

    /// Those below `p2p collab`.
    static let collaboration: [Sample] =
        (signingIn + people + contact + application + invitation + presence + object).map { $0.moved("p2p collab") }

    private static let signingIn: [Sample] = [
        Sample("diag", status: .failed), Sample("dump"), Sample("explore"), Sample("monitor"),
        Sample("monitor", "types=people,7"), Sample("monitor", "types=weather", status: .usage),
        Sample("set accept", "anyone for=30"), Sample("set accept", "contacts mintrust=verified busy=decline"),
        Sample("set accept", "nobody for=5", status: .usage), Sample("set autosignin", "nearme"),
        Sample("set endpoint", "\"my laptop\""), Sample("show events"), Sample("show launchinfo"),
        Sample("show status"), Sample("signin"), Sample("signin", "all nickname=alice2 port=5400 interface=eth0"),
        Sample("signout"),
    ]

    private static let people: [Sample] = [
        Sample("show people"), Sample("show people", "wait=3 address=192.0.2.9"), Sample("show person", "Amit2"),
        Sample("show person", "#2", before: ["p2p collab show people"], status: .timedOut, oneShotStatus: .notFound),
        Sample("show person", "Nobody", status: .notFound),
    ]

    private static let contact: [Sample] = [
        Sample("add", "Chris displayname=\"Chris from work\""), Sample("delete", "Amit2"),
        Sample("delete", "me", status: .failed), Sample("dump"),
        Sample("export", "Tests/ShellCommandsTests/Transcripts/no/where.p2pcontact", status: .failed),
        Sample("import", Transcript.folder.appending(path: "chris.p2pcontact").path(percentEncoded: false)),
        Sample("import", "gone.p2pcontact", status: .notFound), Sample("set", "Amit2 watch=yes permission=allowed"),
        Sample("set", "me watch=no", status: .failed), Sample("set", "Amit2", status: .usage),
        Sample("show contacts"), Sample("show xml"), Sample("show xml", "Amit2"),
        Sample("verify", "Amit2", typed: ["maybe", "yes"]), Sample("verify", "Amit2", status: .notPermitted),
    ].map { $0.moved("contact") }

    private static let application: [Sample] = [
        Sample("add", "\(note) ~/bin/chat arguments=--join description=\"A chat\" datahex=0102"),
        Sample("add", "\(chat) /usr/games/foobar", status: .failed),
        Sample("add", "\(note) /usr/games/foobar type=allusers", status: .notPermitted),
        Sample("delete", chat), Sample("delete", note, status: .notFound), Sample("dump"), Sample("show"),
        Sample("show", "type=allusers"), Sample("show", "Amit2"),
    ].map { $0.moved("application") }

    private static let invitation: [Sample] = [
        Sample("accept", "3"), Sample("accept", "7", status: .notFound), Sample("cancel", "4"), Sample("decline", "3"),
        Sample("send", "\"Amit Bahree\" \(chat) message=\"Want to work on this together?\""),
        Sample("send", "Chris \(chat) wait=no"), Sample("send", "Nobody \(chat)", status: .failed), Sample("show"),
        Sample("show", "all=yes"),
    ].map { $0.moved("invitation") }

    private static let presence: [Sample] = [
        Sample("set", "busy \"in a meeting\""), Sample("set", "offline", status: .failed), Sample("show"),
        Sample("show", "Amit2"),
    ].map { $0.moved("presence") }

    private static let object: [Sample] = [
        Sample("set", "\(note) data=\"back at noon\""), Sample("set", note, status: .usage), Sample("delete", note),
        Sample("delete", chat, status: .notFound), Sample("show"), Sample("show", "Amit2 id=\(note)"),
        Sample("show", "id=\(chat)", status: .notFound),
    ].map { $0.moved("object") }
}

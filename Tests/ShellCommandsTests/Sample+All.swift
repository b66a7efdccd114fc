import CommandTree
import Foundation

extension Sample {
    /// At least one for every command; further ones where an answer has a second form.
    static let all: [Sample] = session + root + cloud + diagnostics + peer + idmgr + mesh + collaboration

    private static let session: [Sample] = [
        Sample("bye"), Sample("exit"), Sample("quit"),
        Sample("exec", Transcript.folder.appending(path: "example.p2p").path(percentEncoded: false)),
        Sample(
            "exec", Transcript.folder.appending(path: "failing.p2p").path(percentEncoded: false), status: .notFound),
        Sample("popd", before: ["pushd p2p pnrp cloud"], oneShotStatus: .failed), Sample("pushd", "p2p pnrp cloud"),
        Sample("set context", "\"p2p pnrp cloud\""), Sample("show context", before: ["/ p2p pnrp cloud"]),
        Sample("alias", "clouds p2p pnrp cloud show list"),
        Sample("alias", before: ["alias clouds p2p pnrp cloud show list"]),
        Sample("unalias", "clouds", before: ["alias clouds p2p pnrp cloud show list"], oneShotStatus: .notFound),
        Sample("show alias", before: ["alias clouds p2p pnrp cloud show list"]),
        Sample("offline"), Sample("online", before: queued), Sample("set mode", "offline"),
        Sample("set mode", "online", before: queued), Sample("show mode", before: queued),
        Sample("show pending", before: queued), Sample("commit", before: queued), Sample("abort", before: queued),
        Sample("flush", before: queued), Sample("add helper", "p2p.dll", status: .failed),
        Sample("delete helper", "p2p.dll", status: .failed), Sample("set prompt", "netsh"), Sample("set hints", "off"),
        Sample("show helper"),
        Sample("set file", "close"), Sample("set machine"),
    ]

    /// A change that waits for commit.
    private static let queued = ["offline", "p2p pnrp cloud set pnrpmode RO Global_"]

    private static let root: [Sample] = [
        Sample("dump"), Sample("wait", "2.5"), Sample("wait", "cloud=Global_ state=Active timeout=30"),
        Sample("wait", "name=0.quickreturntraderchat"),
        Sample("p2p dump"), Sample("p2p group", "show acl", status: .failed), Sample("p2p pnrp dump"),
        Sample("p2p pnrp monitor"),
    ]

    private static let cloud: [Sample] =
        [
            Sample("flush"), Sample("repair", "Global_"), Sample("repair", "*"), Sample("set pnrpmode", "RO Global_"),
            Sample("set seed", "[2001:db8::b02]:3540;gone.example.net Global_"), Sample("show initialization"),
            Sample("show list"), Sample("show names"), Sample("show pnrpmode"), Sample("show seed"),
            Sample("show statistics"), Sample("show statistics", "graph=yes"), Sample("start", "Global_"),
            Sample("start", "* wait=no"),
            Sample("synchronize host", "[2001:db8::b02]:3540"), Sample("synchronize seed"), Sample("dump"),
        ].map { $0.moved("p2p pnrp cloud") }

    private static let diagnostics: [Sample] = [
        Sample("check"), Sample("dump"), Sample("ping host", "2001:db8::b02"), Sample("ping seed", "count=1"),
    ].map { $0.moved("p2p pnrp diagnostics") }

    private static let peer: [Sample] =
        [
            Sample("add registration", "0.web Global_ comment=\"my pages\" address=[2001:db8::7]:8080/tcp"),
            Sample("add registration", "0.web Global_ persistent=yes"), Sample("delete registration", "0.note"),
            Sample("delete registration", "*", confirms: true),
            Sample("delete registration", "0.nobody", status: .notFound), Sample("dump"),
            Sample("enumerate", "0.alice"), Sample("resolve", "0.alice"),
            Sample("resolve", "0.alice LinkLocal_", status: .notFound), Sample("set machinename", "publish=start"),
            Sample("show convertedname", "0.johndoe"), Sample("show machinename"), Sample("show registration"),
            Sample("traceroute", "0.alice Global_"), Sample("traceroute", "0.alice Global_ graph=yes"),
            Sample("traceroute", "0.alice LinkLocal_", status: .notFound),
        ].map { $0.moved("p2p pnrp peer") }

    private static let mesh: [Sample] = [
        Sample("chat", "traders", typed: ["/who", "good morning"]), Sample("dump"), Sample("join", "traders"),
        Sample("join", "net.p2p://traders/stocks bob resolver=[2001:db8::1]:5555"),
        Sample("join", "traders mode=both", status: .usage),
        Sample("leave", "quickreturntraderchat"), Sample("leave", "nobodys", status: .notFound),
        Sample("monitor", "quickreturntraderchat"), Sample("refresh", "quickreturntraderchat"),
        Sample("say", "quickreturntraderchat good morning"), Sample("set nickname", "quickreturntraderchat alice2"),
        Sample("show events"), Sample("show members"), Sample("show meshes"), Sample("show neighbors"),
        Sample("show statistics"), Sample("tell", "quickreturntraderchat bob see you at noon"),
    ].map { $0.moved("p2p mesh") }

    private static let idmgr: [Sample] = [
        Sample("add identity", "Alice"),
        Sample("delete identity", "2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2", confirms: true),
        Sample("dump"), Sample("show identities"), Sample("show identities", "Bob", status: .notFound),
    ].map { $0.moved("p2p idmgr") }
}

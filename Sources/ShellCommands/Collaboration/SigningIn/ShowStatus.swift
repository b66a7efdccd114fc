import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    static var showCollaborationStatus: ShellCommand {
        ShellCommand(
            "show status", "Shows where you are signed in, as whom, and whose invitations are heard.",
            notes: CommandNotes(
                output: [
                    .init("Fingerprint", "Of your key: what others compare."),
                    .init("Near id", "What this endpoint is called near you, until you sign out."),
                    .init("Accepts from", "Whose invitations are heard; for how long, where that ends by itself."),
                ],
                record: [
                    "scope", "nickname", "endpointName", "peerName", "fingerprint", "accept", "people", "contacts",
                    "openInvitations",
                ],
                examples: [.init("show status", "Shows it.")]),
            answer: .object(statusMembers)
        ) { _, environment in
            let status = try await environment.collaborationStatus()
            let now = Int64(environment.wallClock()) * 1000
            return .document(
                Document(
                    lines: status.rows(now).map { Line(padded($0.0, to: 16) + $0.1) }, json: status.json,
                    records: [
                        [
                            status.scope.word, status.nickname, status.endpointName, status.peerName,
                            status.pin.bytes.hexText, status.acceptance.who.rawValue, "\(status.people)",
                            "\(status.contacts)", "\(status.openInvitations)",
                        ]
                    ]))
        }
    }
}

extension CollaborationStatus {
    fileprivate func rows(_ now: Int64) -> [(String, String)] {
        let places = endpoints.isEmpty ? ["-"] : endpoints.map(\.place)
        return [
            ("Signed in:", scope.title), ("Nickname:", nickname), ("Endpoint name:", endpointName),
            ("Peer name:", peerName), ("Fingerprint:", pin.fingerprint), ("Near id:", nearID.map { "\($0)" } ?? "-"),
            ("Addresses:", places[0]),
        ] + places.dropFirst().map { ("", $0) } + [
            ("Interfaces:", interfaces.isEmpty ? "-" : interfaces.joined(separator: ", ")),
            ("Accepts from:", acceptance.audience(now)), ("Minimum trust:", acceptance.minimumTrust.title),
            ("When busy:", acceptance.whenBusy.rawValue), ("Presence:", presence.summary), ("People:", "\(people)"),
            ("Contacts:", "\(contacts)"), ("Invitations:", "\(openInvitations) open"),
            ("Auto sign-in:", automaticSignIn.title),
        ]
    }

    fileprivate var json: JSONValue {
        [
            "scope": .string(scope.word), "nickname": .string(nickname), "endpointName": .string(endpointName),
            "peerName": .string(peerName), "fingerprint": .string(pin.bytes.hexText),
            "nearId": .optional(nearID.map { "\($0)" }), "endpoints": .array(endpoints.map(\.json)),
            "interfaces": .array(interfaces.map(JSONValue.string)), "accept": acceptance.json,
            "presence": presence.json, "people": .integer(people), "contacts": .integer(contacts),
            "openInvitations": .integer(openInvitations), "autoSignIn": .string(automaticSignIn.word),
        ]
    }
}

extension AcceptPolicy {
    /// `anyone, for 8 more minutes`
    fileprivate func audience(_ now: Int64) -> String {
        guard who == .anyone, let until else { return who.rawValue }
        let minutes = max(0, Int((until - now + 59_999) / 60_000))
        return "\(who.rawValue), for \(counted(minutes, "more minute", "more minutes"))"
    }

    fileprivate var json: JSONValue {
        [
            "who": .string(who.rawValue), "until": .optional(until.map(timeText)),
            "minimumTrust": .string(minimumTrust.key), "whenBusy": .string(whenBusy.rawValue),
        ]
    }
}

private let statusMembers: [JSONMember] = [
    .member("scope", .scope, "Where you are signed in."), .member("nickname", .anyText, "What others call you."),
    .member("endpointName", .anyText, "What this endpoint is called."),
    .member("peerName", .peerName, "What you are found by."),
    .member("fingerprint", .fingerprint, "The SHA-256 hash of your key, in hex."),
    .member("nearId", .guid.orNull, "What this endpoint is called near you; null while signed out."),
    .member("endpoints", .array(.endpoint), "Where invitations are taken."),
    .member("interfaces", .array(.anyText), "The links on which people are looked for."),
    .member(
        "accept",
        .object([
            .member("who", .words(AcceptPolicy.Who.allCases.map(\.rawValue)), "Whose invitations are heard."),
            .member("until", .time.orNull, "When it is contacts only again; null for never."),
            .member("minimumTrust", .trust, "The least trust of a contact who may invite."),
            .member("whenBusy", .words("ask", "decline"), "What becomes of invitations while you are busy."),
        ]), "Whose invitations are heard."),
    .member("presence", .presence, "How you are there."), .member("people", .count, "Known near you."),
    .member("contacts", .count, "Contacts kept."), .member("openInvitations", .count, "Invitations without an end."),
    .member("autoSignIn", .scope, "Where sessions sign in when they start."),
]

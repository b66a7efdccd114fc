import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.2, 10.4, 11.
    static var signIn: ShellCommand {
        ShellCommand(
            "signin", "Signs in, so that others see you and you see them.",
            parameters: [
                .scope(
                    "Where: near you (everybody on the links of this machine), on the Internet (your contacts), or both.",
                    ["nearme", "internet", "all"], .fallback("nearme")),
                .taggedText("nickname", "What others see as your name, from now on.", .optional("the one you have")),
                Parameter(
                    "port", .integer(1...65535), "The TCP port for invitations.",
                    .optional("5358, or the next free one"),
                    isTagged: true),
                Parameter(
                    "interface", .text(maximumCharacters: 255), "Only these interfaces, separated by commas.",
                    .optional("all that carry multicast"), isTagged: true),
                Parameter(
                    "accept", .boolean, "Agrees in advance to what becomes visible, for scripts.", .fallback("no")),
                Parameter(
                    "allowroot", .boolean, "Signs in although this process may do everything.", .fallback("no")),
            ],
            notes: CommandNotes(
                remarks: [
                    "The first time, what becomes visible to others is shown, and nothing happens without a yes.",
                    "Signing in lasts as long as this process: given to the program as its one command, it ends at "
                        + "once. 'set autosignin' has every session sign in.",
                    "Without an IPv6 address it works over IPv4 near you, with a warning.",
                ],
                record: ["scope"],
                examples: [
                    .init("signin", "Signs in near you."),
                    .init("signin all nickname=alice", "Signs in everywhere, as alice."),
                    .init("signin accept=yes interface=eth0", "Signs in on one link, asking nothing."),
                ],
                endings: [.notPermitted]),
            answer: .object([.done, .member("scope", .scope, "Where you are signed in now.")])
        ) { invocation, environment in
            let order = SignInOrder(invocation)
            let notice = try await environment.ask { services async throws(EngineError) in
                try await services.signInNotice(nickname: order.nickname)
            }
            if notice.isAgreed || invocation.boolean("accept") { return try await environment.signIn(order) }
            return .asked(
                Confirmation(
                    about: notice.blocks(order.scope), question: "Sign in?",
                    refusal: CommandFailure(
                        CollaborationError("Peer collaboration SignIn failed.", .code(.privacyDeclined))),
                    remedy: "accept=yes agrees in advance."
                ) { try await environment.signIn(order) })
        }
    }

    /// Collab 3.2.
    static var signOut: ShellCommand {
        ShellCommand(
            "signout", "Signs out.",
            parameters: [.scope("Where from.", ["nearme", "internet", "all"], .fallback("all"))],
            notes: CommandNotes(
                remarks: [
                    "Whoever has signed out of both is gone: the objects he has set, and his open invitations, too."
                ],
                examples: [.init("signout", "Signs out everywhere.")]),
            answer: .done
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.signOut(of: invocation.scope())
            }
            return .done
        }
    }
}

extension SignInOrder {
    fileprivate init(_ invocation: Invocation) {
        let interfaces = invocation.optionalText("interface")?.split(separator: ",").map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        self.init(
            scope: invocation.scope(), nickname: invocation.optionalText("nickname"),
            port: invocation.optionalInteger("port").map { UInt16($0) }, interfaces: interfaces,
            allowsRoot: invocation.boolean("allowroot"))
    }
}

extension CommandEnvironment {
    fileprivate func signIn(_ order: SignInOrder) async throws -> Reply {
        .announced(
            "Signing in",
            .progressive { _ in
                let outcome = try await ask { services async throws(EngineError) in try await services.signIn(order) }
                return Document(
                    lines: ["Ok."], json: ["ok": true, "scope": .string(outcome.scope.word)],
                    records: [[outcome.scope.word]], hints: hints(outcome))
            })
    }

    private func hints(_ outcome: SignInOutcome) -> [String] {
        let code = CollaborationError.Code.noConnectivity
        let warning = outcome.lacksIPv6 ? ["\(code.sentence) (\(code.number))"] : []
        let farewell = isOneShot ? ["You are signed out now, with the end of this process. Sessions stay."] : []
        return warning + farewell
    }
}

extension SignInNotice {
    /// What becomes visible (collab 10.5, 11).
    fileprivate func blocks(_ scope: Scope) -> [Block] {
        let audience =
            scope == .internet
            ? "Your contacts who may hear of you will see, wherever they are:"
            : "Everybody on the links of this machine will see:"
        var rows: [(String, String)] = [("Nickname:", nickname), ("Host name:", endpointName)]
        let places = addresses.map(\.addressText)
        rows.append(("Addresses:", places.first ?? "those of this machine"))
        rows += places.dropFirst().map { ("", $0) }
        let fingerprint =
            "Whoever on those links asks, beyond listening, also learns the fingerprint of your key, by which you can "
            + "be known again under another name."
        return [.line(Line(audience))] + rows.map { .line(Line("  " + padded($0.0, to: 16) + $0.1)) }
            + (scope.contains(.nearMe) ? [.paragraph(fingerprint)] : [])
    }
}

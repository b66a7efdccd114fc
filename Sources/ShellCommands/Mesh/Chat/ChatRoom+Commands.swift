import CommandTree
import Mesh
import PeerBase
import PeerEngine

extension ChatRoom {
    /// Does what a line says; false when it is the last one.
    func obey(_ line: ChatLine, _ conversation: Conversation) async throws -> Bool {
        switch line {
        case .nothing: break
        case .message(let text): try await say(text)
        case .command(.quit, _): return false
        case .command(.help, _): await help(conversation)
        case .command(.who, _): try await who(conversation)
        case .command(.me, let text): try await say(ChatCommand.actionPrefix + required(text, of: .me))
        case .command(.msg, let text): try await tell(text, conversation)
        case .command(.nick, let name): try await rename(name, conversation)
        case .unknown(let word):
            throw CommandFailure("There is no command '\(word)'.", hint: "/help shows those there are.", status: .usage)
        }
        return true
    }

    private func required(_ argument: String, of command: ChatCommand) throws(CommandFailure) -> String {
        guard !argument.isEmpty else { throw CommandFailure("It is typed so: \(command.usage)", status: .usage) }
        return argument
    }

    private func say(_ text: String) async throws {
        try await environment.ask { services async throws(EngineError) in
            try await services.say(text, hops: nil, inMesh: mesh)
        }
    }

    private func tell(_ argument: String, _ conversation: Conversation) async throws {
        let member = String(argument.prefix { $0 != " " })
        let text = try required(String(argument.dropFirst(member.count).drop { $0 == " " }), of: .msg)
        try await environment.ask { services async throws(EngineError) in
            try await services.tell(member, text, inMesh: mesh)
        }
        let shown = Line("-> *\(Nickname.shown(member))* ", .heading) + Line(text)
        await show(MeshNews("told", nil, text, ["to": .string(member)]), [shown], conversation)
    }

    private func rename(_ argument: String, _ conversation: Conversation) async throws {
        let name = try required(argument, of: .nick)
        if let complaint = Nickname.complaint(name) { throw CommandFailure(complaint, status: .usage) }
        try await environment.ask { services async throws(EngineError) in
            try await services.rename(name, inMesh: mesh)
        }
        isCalled(name)
        await notice("You are \(name) now.", conversation)
    }

    private func who(_ conversation: Conversation) async throws {
        let members = try await environment.members(ofMesh: mesh)
        let lines = members.map { member in
            let remark = member.remark.isEmpty ? "" : " (\(member.remark))"
            return Line("* \(Nickname.shown(member.nickname))\(remark), key \(member.id.shortText)")
        }
        let names = members.map { Nickname.shown($0.nickname) }.joined(separator: ", ")
        let news = MeshNews("members", nil, names, ["members": .array(members.map { .object($0.json) })])
        await show(news, lines.isEmpty ? ["* Nobody is known."] : lines, conversation)
    }

    private func help(_ conversation: Conversation) async {
        let width = ChatCommand.allCases.map(\.usage.count).max() ?? 0
        let lines = ChatCommand.allCases.map { "* " + padded($0.usage, to: width + 2) + $0.summary }
        let text = ChatCommand.allCases.map { "\($0.usage): \($0.summary)" }.joined(separator: " ")
        await show(MeshNews("notice", nil, text), lines.map { Line($0) } + ["* Everything else is said."], conversation)
    }
}

import CommandTree
import Mesh
import PeerBase
import PeerEngine
import Synchronization

/// One chat, from joining to leaving.
final class ChatRoom: Sendable {
    /// What was said last reaches its reader within this time, or not at all; ours.
    private static let farewell: Duration = .seconds(1)

    let mesh: String
    let environment: CommandEnvironment
    /// How to join; nil in a mesh that was joined before.
    private let order: MeshOrder?
    private let wait: Duration
    private let state: Mutex<State>

    private struct State {
        var nickname: String
        /// The others, for Tab.
        var nicknames: [String] = []
        var notices = ChatNotices()
        var hasEnded = false
        /// Of somebody who does not type: what went wrong first.
        var failure: ExitStatus?
    }

    init(
        _ mesh: String, nickname: String, _ order: MeshOrder?, _ wait: Duration, _ environment: CommandEnvironment
    ) {
        self.mesh = mesh
        self.order = order
        self.wait = wait
        self.environment = environment
        state = Mutex(State(nickname: nickname))
    }

    var dialogue: Dialogue {
        Dialogue(prompt: { self.prompt }, candidates: { self.candidates($0) }, work: { try await self.run($0) })
    }

    /// As others see one's lines. Prompts are ASCII.
    private var prompt: String {
        let name = Nickname.shown(nickname)
        return name.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? "<\(name)> " : "> "
    }

    var nickname: String { state.withLock { $0.nickname } }

    func isCalled(_ nickname: String) { state.withLock { $0.nickname = nickname } }

    private enum Part: Sendable { case listening, lines, time }

    // MARK: The course of a chat

    private func run(_ conversation: Conversation) async throws -> ExitStatus {
        if let order { _ = try await environment.join(order, waiting: .zero) }
        do {
            let events = try await environment.ask { services async throws(EngineError) in
                try await services.events(ofMesh: mesh)
            }
            await greet(conversation)
            try await converse(conversation, events)
        } catch {
            await leave()
            throw error
        }
        return state.withLock { $0.failure } ?? .success
    }

    /// Both sides talk at once; the first to end ends the other. What was on its way when the lines ended is still shown.
    private func converse(_ conversation: Conversation, _ events: AsyncStream<MeshEvent>) async throws {
        try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask {
                await self.listen(events, conversation)
                return .listening
            }
            group.addTask {
                try await self.readLines(conversation)
                return .lines
            }
            let first = try await group.next()
            await leave()
            if first == .lines, order != nil {
                group.addTask {
                    try await Task.sleep(for: Self.farewell)
                    return .time
                }
                _ = try await group.next()
            }
            group.cancelAll()
        }
    }

    /// Also when nobody waits any more.
    private func leave() async {
        guard order != nil, !state.withLock({ $0.hasEnded }) else { return }
        let (services, mesh) = (environment.services, mesh)
        await Task { _ = try? await services.leave(mesh: mesh) }.value
    }

    private func greet(_ conversation: Conversation) async {
        await refreshNicknames()
        guard conversation.isTyped else { return }
        let name = Nickname.shown(nickname)
        await notice("You are \(name) in \(mesh). /help shows what can be typed, /quit ends it.", conversation)
        if await environment.services.meshes().first(where: { $0.meshID == mesh })?.isOnline != true {
            await notice("Looking for others ...", conversation)
        }
    }

    // MARK: What others say

    private func listen(_ events: AsyncStream<MeshEvent>, _ conversation: Conversation) async {
        for await event in events {
            if event.occurrence == .left { state.withLock { $0.hasEnded = true } }
            if case .happened(.memberJoined) = event.occurrence { await refreshNicknames() }
            if case .happened(.memberLeft) = event.occurrence { await refreshNicknames() }
            guard let news = MeshNews(event) else { continue }
            let lines = state.withLock { $0.notices.lines(for: event) }
            await conversation.show(news.document(mesh: mesh, at: event.timestamp, lines: lines))
        }
    }

    private func refreshNicknames() async {
        let others = try? await environment.members(ofMesh: mesh).filter { !$0.isOurselves }.map(\.nickname)
        state.withLock { $0.nicknames = others ?? $0.nicknames }
    }

    // MARK: What is typed

    private func readLines(_ conversation: Conversation) async throws {
        // What nobody hears is lost, and a pipe does not wait by itself.
        if !conversation.isTyped, wait > .zero { try? await environment.waitForCompany(in: mesh, atMost: wait) }
        while let input = await conversation.next() {
            do {
                switch input {
                case .refused(let sentence): throw CommandFailure(sentence, status: .usage)
                case .line(let line):
                    guard try await obey(ChatLine(line), conversation) else { return }
                }
            } catch let failure as CommandFailure {
                await tell(failure, conversation)
            }
        }
    }

    private func tell(_ failure: CommandFailure, _ conversation: Conversation) async {
        if !conversation.isTyped { state.withLock { $0.failure = $0.failure ?? failure.status } }
        let text = ([failure.message, failure.hint].compactMap { $0 }).joined(separator: " ")
        let news = MeshNews("failure", nil, failure.message, ["hint": .optional(failure.hint)])
        await show(news, [Line("* " + text, .warning)], conversation)
    }

    func notice(_ sentence: String, _ conversation: Conversation) async {
        await show(MeshNews("notice", nil, sentence), [Line("* " + sentence, .dim)], conversation)
    }

    func show(_ news: MeshNews, _ lines: [Line], _ conversation: Conversation) async {
        let now = Timestamp(secondsSince1970: environment.wallClock())
        await conversation.show(news.document(mesh: mesh, at: now, lines: lines))
    }

    // MARK: Tab

    private func candidates(_ left: String) -> [Candidate] {
        let words = left.split(separator: " ", omittingEmptySubsequences: false)
        if words.count < 2, left.hasPrefix("/") { return ChatCommand.allCases.map { Candidate($0.text, $0.summary) } }
        let nicknames = state.withLock { $0.nicknames }.filter { Nickname.complaint($0) == nil }
        return nicknames.sorted().map { Candidate($0) }
    }
}

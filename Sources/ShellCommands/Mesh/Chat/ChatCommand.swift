import CommandTree

/// What a line of a chat means.
enum ChatLine: Equatable {
    case nothing
    case message(String)
    case command(ChatCommand, argument: String)
    /// Something with a slash that is none.
    case unknown(String)

    init(_ line: String) {
        guard line.contains(where: { !$0.isWhitespace }) else {
            self = .nothing
            return
        }
        guard line.hasPrefix("/") else {
            self = .message(line)
            return
        }
        if line.hasPrefix("//") {
            self = .message(String(line.dropFirst()))
            return
        }
        let word = line.prefix { $0 != " " }
        let argument = line.dropFirst(word.count).drop { $0 == " " }
        guard let command = ChatCommand.allCases.first(where: { $0.text == word.lowercased() }) else {
            self = .unknown(String(word))
            return
        }
        self = .command(command, argument: String(argument))
    }
}

/// What begins with a slash.
enum ChatCommand: String, CaseIterable {
    case help, me, msg, nick, quit, who

    /// What somebody does stands as such in the message, so that everybody sees it alike.
    static let actionPrefix = ChatCommand.me.text + " "

    var text: String { "/" + rawValue }

    var usage: String {
        switch self {
        case .help, .quit, .who: text
        case .me: "\(text) TEXT"
        case .msg: "\(text) NICKNAME TEXT"
        case .nick: "\(text) NAME"
        }
    }

    var summary: String {
        switch self {
        case .help: "Shows what can be typed."
        case .me: "Says what you do: * alice waves."
        case .msg: "Says something to one member, which nobody else can read."
        case .nick: "Changes what others see as your name."
        case .quit: "Ends the chat."
        case .who: "Shows who is there."
        }
    }

    static var overview: String { allCases.map(\.usage).joined(separator: ", ") + "." }
}

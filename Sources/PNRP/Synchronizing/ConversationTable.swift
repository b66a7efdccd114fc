import PeerBase

/// What a responder remembers between a SOLICIT and its REQUEST (behaviour 8).
struct ConversationKey: Hashable, Sendable {
    var peer: Endpoint
    var hashedNonce: SHA1Digest
}

/// The conversations a responder holds, each for fifteen seconds and bounded in number (behaviour 8, 18).
struct ConversationTable: Sendable {
    struct Conversation: Sendable {
        /// Only these are served: a blind spoofer does not see what was advertised (behaviour 17.3).
        var advertised: [PeerID]
        /// The joiner's identifier when its SOLICIT carried a route entry, zero otherwise.
        var joiner: PeerID
    }

    private var conversations: [ConversationKey: Conversation] = [:]

    var count: Int { conversations.count }

    /// Whether a SOLICIT may open or renew this conversation.
    func admits(_ key: ConversationKey) -> Bool {
        if conversations[key] != nil { return true }
        guard conversations.count < Limits.conversations else { return false }
        return conversations.keys.count { $0.peer == key.peer } < Limits.conversationsPerSource
    }

    /// What was advertised when the same SOLICIT came before, so that a repetition gets the same answer.
    subscript(key: ConversationKey) -> Conversation? { conversations[key] }

    mutating func open(_ key: ConversationKey, _ conversation: Conversation) {
        conversations[key] = conversation
    }

    /// Ends the conversation that a REQUEST with this nonce belongs to and returns it.
    mutating func close(_ key: ConversationKey) -> Conversation? {
        conversations.removeValue(forKey: key)
    }
}

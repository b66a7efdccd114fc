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
        /// Whose share of the conversations it counts against.
        var source: SourceKey
        /// Grows from one conversation to the next; tells the oldest.
        fileprivate var order: UInt64 = 0

        init(advertised: [PeerID], joiner: PeerID, source: SourceKey) {
            self.advertised = advertised
            self.joiner = joiner
            self.source = source
        }
    }

    private var conversations: [ConversationKey: Conversation] = [:]
    private var opened: UInt64 = 0

    var count: Int { conversations.count }

    /// Whether a SOLICIT may open or renew this conversation. A source that has its share already gives up its oldest:
    /// whoever probed us a few times and then wants to join must not be turned away.
    func admits(_ key: ConversationKey, from source: SourceKey) -> Bool {
        conversations[key] != nil || conversations.count < Limits.conversations
            || surplus(for: key, from: source) != nil
    }

    /// The conversation that must go before this one opens.
    func surplus(for key: ConversationKey, from source: SourceKey) -> ConversationKey? {
        guard conversations[key] == nil else { return nil }
        let own = conversations.filter { $0.value.source == source }
        guard own.count >= Limits.conversationsPerSource else { return nil }
        return own.min { $0.value.order < $1.value.order }?.key
    }

    /// What was advertised when the same SOLICIT came before, so that a repetition gets the same answer.
    subscript(key: ConversationKey) -> Conversation? { conversations[key] }

    mutating func open(_ key: ConversationKey, _ conversation: Conversation) {
        opened += 1
        conversations[key] = conversation
        conversations[key]?.order = opened
    }

    /// Ends the conversation that a REQUEST with this nonce belongs to and returns it.
    mutating func close(_ key: ConversationKey) -> Conversation? {
        conversations.removeValue(forKey: key)
    }
}

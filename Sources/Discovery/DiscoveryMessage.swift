package import PeerBase

/// One datagram of discovery (collab 10.2).
package struct DiscoveryMessage: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case hello = "Hello"
        case bye = "Bye"
        case probe = "Probe"
        case probeMatches = "ProbeMatches"
        case resolve = "Resolve"
        case resolveMatches = "ResolveMatches"
    }

    package enum Body: Hashable, Sendable {
        /// I am here.
        case hello(DiscoveryTarget)
        /// Whoever has this address leaves.
        case bye(String)
        /// Who is here?
        case probe(ProbeQuestion)
        /// I am, said to whoever asked.
        case probeMatches([DiscoveryTarget])
        /// Where is whoever has this address?
        case resolve(String)
        case resolveMatches(DiscoveryTarget?)
    }

    /// A URI, the same in every transmission.
    package var id: String
    /// The id of the question, in an answer.
    package var relatesTo: String?
    /// In all but questions.
    package var sequence: MessageSequence?
    package var body: Body

    package init(id: String, relatesTo: String? = nil, sequence: MessageSequence? = nil, _ body: Body) {
        self.id = id
        self.relatesTo = relatesTo
        self.sequence = sequence
        self.body = body
    }

    package var kind: Kind {
        switch body {
        case .hello: .hello
        case .bye: .bye
        case .probe: .probe
        case .probeMatches: .probeMatches
        case .resolve: .resolve
        case .resolveMatches: .resolveMatches
        }
    }
}

/// Which of the messages of one sender a message is.
package struct MessageSequence: Hashable, Sendable {
    /// Grows each time the sender begins anew: seconds since 1970.
    package var instance: UInt64
    /// A URI.
    package var id: String?
    /// From 1; repeats keep it.
    package var number: UInt64

    package init(instance: UInt64, id: String?, number: UInt64) {
        self.instance = instance
        self.id = id
        self.number = number
    }
}

/// Somebody or something that can be found.
package struct DiscoveryTarget: Hashable, Sendable {
    /// The name of the endpoint, a URI; nothing that can be dialled.
    package var address: String
    /// Resolved, whatever the prefixes were.
    package var types: [XMLElement.Name]
    package var scopes: [String]
    /// Where it can be reached.
    package var transports: [String]
    package var metadataVersion: UInt64?

    package init(
        address: String, types: [XMLElement.Name] = [], scopes: [String] = [], transports: [String] = [],
        metadataVersion: UInt64? = nil
    ) {
        self.address = address
        self.types = types
        self.scopes = scopes
        self.transports = transports
        self.metadataVersion = metadataVersion
    }
}

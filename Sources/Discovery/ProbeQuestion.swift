package import PeerBase

/// What a Probe asks for: everything where nothing is said (collab 10.2).
package struct ProbeQuestion: Hashable, Sendable {
    package var types: [XMLElement.Name]
    package var scopes: [String]
    package var rule: ScopeRule

    package init(types: [XMLElement.Name] = [], scopes: [String] = [], rule: ScopeRule = .prefix) {
        self.types = types
        self.scopes = scopes
        self.rule = rule
    }

    /// Whether somebody of these types and scopes is meant: has every type asked for, and for every scope asked for one
    /// that matches it.
    package func means(types ours: [XMLElement.Name], scopes ourScopes: [String]) -> Bool {
        types.allSatisfy(ours.contains)
            && (scopes.isEmpty || rule != .unknown)
            && scopes.allSatisfy { wanted in ourScopes.contains { rule.matches(wanted, $0) } }
    }
}

/// How the scopes of a Probe are compared with ours.
package enum ScopeRule: Hashable, Sendable {
    /// Scheme and authority are the same but for case, and the path is the same or ends at one of our segments.
    case prefix
    case exact
    /// One that we do not know. Nobody is meant then, and nothing is said about it: a fault sent to whoever asks everybody
    /// would be sent by everybody.
    case unknown

    private static let exactURI = Vocabulary.discovery + "/strcmp0"

    init(uri: String?) {
        switch uri {
        case nil, Vocabulary.discovery + "/rfc2396": self = .prefix
        case Self.exactURI: self = .exact
        default: self = .unknown
        }
    }

    /// As it is sent; the usual rule is not named.
    var uri: String? { self == .exact ? Self.exactURI : nil }

    func matches(_ wanted: String, _ ours: String) -> Bool {
        switch self {
        case .prefix: ScopeURI(wanted).isPrefix(of: ScopeURI(ours))
        case .exact: wanted == ours
        case .unknown: false
        }
    }
}

/// A scope taken apart for comparison; query and fragment play no part in it (WS-Discovery 2005/04 5.1).
private struct ScopeURI {
    var scheme = ""
    var authority: String?
    /// Without escapes; an empty one at the end, which comes of a slash there, is none.
    var segments: [[UInt8]] = []

    init(_ text: String) {
        var rest = text.prefix { $0 != "?" && $0 != "#" }
        if let colon = rest.firstIndex(of: ":") {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            authority = rest[..<end].lowercased()
            rest = rest[end...]
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        if parts.first?.isEmpty == true { parts.removeFirst() }
        if parts.last?.isEmpty == true { parts.removeLast() }
        segments = parts.map { $0.percentDecoded ?? Array($0.utf8) }
    }

    func isPrefix(of other: ScopeURI) -> Bool {
        guard scheme == other.scheme, authority == other.authority else { return false }
        guard !hasDots, !other.hasDots else { return false }
        return other.segments.starts(with: segments)
    }

    /// Segments that mean the one before would make a prefix of anything.
    private var hasDots: Bool { segments.contains { $0 == Array(".".utf8) || $0 == Array("..".utf8) } }
}

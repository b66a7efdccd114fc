package import PeerBase

/// The local user as the links are told.
package struct OwnPerson: Hashable, Sendable {
    /// The near id: made at random for each sign-in, so that nobody is known again the next day (collab 10.2).
    package var nearID: GUID
    package var nickname: String
    /// The name of this endpoint.
    package var host: String
    /// Where the signalling service listens on every address of this host.
    package var port: UInt16

    package init(nearID: GUID, nickname: String, host: String, port: UInt16) {
        self.nearID = nearID
        self.nickname = nickname
        self.host = host
        self.port = port
    }
}

/// What somebody says of himself.
struct PersonClaim: Hashable {
    var nearID: GUID
    var nickname: String
    var host: String
    var metadataVersion: UInt64
    var transports: [String]

    enum Refusal: Error {
        /// No person: a printer, say.
        case notAPerson
        /// A person without what every person has.
        case incomplete
    }

    init(_ target: DiscoveryTarget) throws(Refusal) {
        guard target.types.contains(Vocabulary.person) else { throw .notAPerson }
        guard let nearID = GUID(urn: target.address), let version = target.metadataVersion,
            let nickname = Self.name(after: Vocabulary.nicknameScope, among: target.scopes)
        else { throw .incomplete }
        self.nearID = nearID
        self.nickname = nickname
        host = Self.name(after: Vocabulary.hostScope, among: target.scopes) ?? ""
        metadataVersion = version
        transports = target.transports
    }

    private static func name(after beginning: String, among scopes: [String]) -> String? {
        guard let scope = scopes.first(where: { $0.hasPrefix(beginning) }),
            let bytes = scope.dropFirst(beginning.count).percentDecoded,
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let name = text.cut(characters: DiscoveryLimits.nameCharacters, bytes: DiscoveryLimits.nameBytes)
        return name.isEmpty ? nil : name
    }
}

extension GUID {
    /// `urn:uuid:` and the rest, in either case.
    init?(urn: String) {
        guard urn.prefix(Vocabulary.uuid.count).lowercased() == Vocabulary.uuid else { return nil }
        self.init(urn.dropFirst(Vocabulary.uuid.count))
    }

    var urn: String { Vocabulary.uuid + description }
}

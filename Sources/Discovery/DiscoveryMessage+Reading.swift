package import PeerBase

/// Why a document is not one of ours.
package enum DiscoveryRefusal: Error, Hashable, Sendable {
    /// It is about something else, or of another version of WS-Discovery.
    case foreign
    case malformed(DecodeError)
}

extension DiscoveryMessage {
    /// Reads a document. Elements that are not known are ignored, wherever they stand (collab 10.2).
    package init(_ envelope: XMLElement) throws(DiscoveryRefusal) {
        guard envelope.name == Vocabulary.s("Envelope"), let header = envelope.child(Vocabulary.s("Header")),
            let action = header.child(Vocabulary.a("Action")), let kind = Kind(action: action.text),
            let content = envelope.child(Vocabulary.s("Body"))?.child(Vocabulary.d(kind.rawValue))
        else { throw .foreign }
        do throws(DecodeError) {
            self.init(
                id: try header.identifier(Vocabulary.a("MessageID")),
                relatesTo: try header.child(Vocabulary.a("RelatesTo")).map(Self.identifier),
                sequence: try header.child(Vocabulary.d("AppSequence")).map(MessageSequence.init),
                try Self.body(kind, content))
        } catch {
            throw .malformed(error)
        }
    }

    private static func body(_ kind: Kind, _ content: XMLElement) throws(DecodeError) -> Body {
        switch kind {
        case .hello: return .hello(try DiscoveryTarget(content))
        case .bye: return .bye(try DiscoveryTarget.address(content))
        case .probe: return .probe(try ProbeQuestion(content))
        case .probeMatches:
            var targets: [DiscoveryTarget] = []
            for match in content.children where match.name == Vocabulary.d("ProbeMatch") {
                guard targets.count < DiscoveryLimits.items else { break }
                targets.append(try DiscoveryTarget(match))
            }
            return .probeMatches(targets)
        case .resolve: return .resolve(try DiscoveryTarget.address(content))
        case .resolveMatches:
            guard let match = content.child(Vocabulary.d("ResolveMatch")) else { return .resolveMatches(nil) }
            return .resolveMatches(try DiscoveryTarget(match))
        }
    }

    fileprivate static func identifier(_ element: XMLElement) throws(DecodeError) -> String {
        guard (1...DiscoveryLimits.identifierBytes).contains(element.text.utf8.count) else {
            throw DecodeError(Field(element.name.local, "collab 10.2"), .invalidValue)
        }
        return element.text
    }
}

extension DiscoveryMessage.Kind {
    fileprivate init?(action: String) {
        let beginning = Vocabulary.discovery + "/"
        guard action.hasPrefix(beginning) else { return nil }
        self.init(rawValue: String(action.dropFirst(beginning.count)))
    }
}

extension MessageSequence {
    fileprivate init(_ element: XMLElement) throws(DecodeError) {
        guard let instance = element.attribute("InstanceId").flatMap(UInt64.init(decimal:)),
            let number = element.attribute("MessageNumber").flatMap(UInt64.init(decimal:)),
            case let id = element.attribute("SequenceId"), id?.utf8.count ?? 0 <= DiscoveryLimits.identifierBytes
        else { throw DecodeError(Field("AppSequence", "collab 10.2"), .invalidValue) }
        self.init(instance: instance, id: id, number: number)
    }
}

extension DiscoveryTarget {
    fileprivate init(_ element: XMLElement) throws(DecodeError) {
        self.init(
            address: try Self.address(element),
            types: try element.child(Vocabulary.d("Types"))?.qualifiedNames ?? [],
            scopes: element.child(Vocabulary.d("Scopes"))?.words ?? [],
            transports: element.child(Vocabulary.d("XAddrs"))?.words ?? [])
        guard let version = element.child(Vocabulary.d("MetadataVersion")) else { return }
        metadataVersion = UInt64(decimal: version.text)
        guard metadataVersion != nil else { throw DecodeError(Field("MetadataVersion", "collab 10.2"), .invalidValue) }
    }

    fileprivate static func address(_ element: XMLElement) throws(DecodeError) -> String {
        guard let reference = element.child(Vocabulary.a("EndpointReference")) else {
            throw DecodeError(Field("EndpointReference", "collab 10.2"), .missing)
        }
        return try reference.identifier(Vocabulary.a("Address"))
    }
}

extension ProbeQuestion {
    fileprivate init(_ element: XMLElement) throws(DecodeError) {
        let scopes = element.child(Vocabulary.d("Scopes"))
        self.init(
            types: try element.child(Vocabulary.d("Types"))?.qualifiedNames ?? [], scopes: scopes?.words ?? [],
            rule: ScopeRule(uri: scopes?.attribute("MatchBy")))
    }
}

extension XMLElement {
    fileprivate func identifier(_ name: Name) throws(DecodeError) -> String {
        guard let child = child(name) else { throw DecodeError(Field(name.local, "collab 10.2"), .missing) }
        return try DiscoveryMessage.identifier(child)
    }

    fileprivate var words: [String] {
        text.split(maxSplits: DiscoveryLimits.items, whereSeparator: \.isXMLBlank).prefix(DiscoveryLimits.items)
            .map(String.init)
    }

    /// Names with prefixes, by the namespaces in scope here and never by the spelling of a prefix (collab 10.2).
    fileprivate var qualifiedNames: [Name] {
        get throws(DecodeError) {
            var names: [Name] = []
            for word in words {
                let parts = word.split(separator: ":", omittingEmptySubsequences: false)
                guard let last = parts.last, !last.isEmpty, parts.count <= 2 else {
                    throw DecodeError(Field("Types", "collab 10.2"), .invalidValue)
                }
                let prefix = parts.count == 2 ? String(parts[0]) : ""
                guard let namespace = prefixes[prefix] ?? (parts.count == 1 ? "" : nil) else {
                    throw DecodeError(Field("Types", "collab 10.2"), .unexpected)
                }
                names.append(Name(String(last), in: namespace))
            }
            return names
        }
    }
}

extension Character {
    fileprivate var isXMLBlank: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" || self == "\r\n" }
}

extension UInt64 {
    /// Digits only.
    fileprivate init?(decimal text: String) {
        guard (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.init(text)
    }
}

internal import PeerBase

extension DiscoveryMessage {
    /// The datagram. Of types, only those that we have a prefix for can be written.
    package func encoded() -> [UInt8] {
        let name = Vocabulary.d(kind.rawValue)
        let body = XMLElement(Vocabulary.s("Body"), children: [XMLElement(name, children: content)])
        let envelope = XMLElement(
            Vocabulary.s("Envelope"), children: [XMLElement(Vocabulary.s("Header"), children: header), body])
        return envelope.document(prefixes: Vocabulary.prefixes)
    }

    private var header: [XMLElement] {
        var header = [
            XMLElement(Vocabulary.a("To"), text: relatesTo == nil ? Vocabulary.everybody : Vocabulary.anonymous),
            XMLElement(Vocabulary.a("Action"), text: Vocabulary.discovery + "/" + kind.rawValue),
            XMLElement(Vocabulary.a("MessageID"), text: id),
        ]
        if let relatesTo { header.append(XMLElement(Vocabulary.a("RelatesTo"), text: relatesTo)) }
        if let sequence { header.append(sequence.element) }
        return header
    }

    private var content: [XMLElement] {
        switch body {
        case .hello(let target): target.elements
        case .bye(let address), .resolve(let address): [DiscoveryTarget.reference(address)]
        case .probe(let question): question.elements
        case .probeMatches(let targets):
            targets.map { XMLElement(Vocabulary.d("ProbeMatch"), children: $0.elements) }
        case .resolveMatches(let target):
            target.map { [XMLElement(Vocabulary.d("ResolveMatch"), children: $0.elements)] } ?? []
        }
    }
}

extension MessageSequence {
    fileprivate var element: XMLElement {
        var attributes = [XMLElement.Attribute(XMLElement.Name("InstanceId"), "\(instance)")]
        if let id { attributes.append(.init(XMLElement.Name("SequenceId"), id)) }
        attributes.append(.init(XMLElement.Name("MessageNumber"), "\(number)"))
        return XMLElement(Vocabulary.d("AppSequence"), attributes: attributes)
    }
}

extension DiscoveryTarget {
    static func reference(_ address: String) -> XMLElement {
        XMLElement(
            Vocabulary.a("EndpointReference"), children: [XMLElement(Vocabulary.a("Address"), text: address)])
    }

    /// In this order; what is empty is left out (collab 10.2).
    fileprivate var elements: [XMLElement] {
        var elements = [Self.reference(address)]
        if !types.isEmpty { elements.append(XMLElement(Vocabulary.d("Types"), text: types.qualified)) }
        if !scopes.isEmpty { elements.append(XMLElement(Vocabulary.d("Scopes"), text: scopes.joined(separator: " "))) }
        if !transports.isEmpty {
            elements.append(XMLElement(Vocabulary.d("XAddrs"), text: transports.joined(separator: " ")))
        }
        if let metadataVersion {
            elements.append(XMLElement(Vocabulary.d("MetadataVersion"), text: "\(metadataVersion)"))
        }
        return elements
    }
}

extension ProbeQuestion {
    fileprivate var elements: [XMLElement] {
        var elements: [XMLElement] = []
        if !types.isEmpty { elements.append(XMLElement(Vocabulary.d("Types"), text: types.qualified)) }
        if !scopes.isEmpty {
            let attributes = rule.uri.map { [XMLElement.Attribute(XMLElement.Name("MatchBy"), $0)] } ?? []
            let text = scopes.joined(separator: " ")
            elements.append(XMLElement(Vocabulary.d("Scopes"), attributes: attributes, text: text))
        }
        return elements
    }
}

extension [XMLElement.Name] {
    /// As text, with the prefixes that the root of every message of ours declares.
    fileprivate var qualified: String {
        map { name in
            guard let prefix = Vocabulary.prefixes.first(where: { $0.value == name.namespace })?.key else {
                preconditionFailure("a type that we have no prefix for is not sent")
            }
            return prefix + ":" + name.local
        }.joined(separator: " ")
    }
}

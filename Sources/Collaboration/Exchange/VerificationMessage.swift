package import PeerBase

/// One step of comparing codes, body or answer of `POST /verify` (collab 10.6). The schema is ours.
package enum VerificationMessage: Hashable, Sendable {
    /// From the initiator: SHA-256 of the nonce that is to come.
    case commitment([UInt8])
    /// From the responder, the answer to a commitment; from the initiator, what was committed to.
    case nonce([UInt8])
    /// From the responder: the nonce is what was committed to, and the code is on the screen.
    case checked
    /// What a person said about the codes; the answer to the initiator's is the responder's.
    case verdict(Bool)

    package static let namespace = "urn:x-p2psh:verify:1"
    /// Bytes of a nonce and of a commitment.
    package static let size = 32

    package var document: XMLElement {
        let child: XMLElement =
            switch self {
            case .commitment(let bytes): XMLElement("Commitment", in: Self.namespace, text: bytes.base64Text)
            case .nonce(let bytes): XMLElement("Nonce", in: Self.namespace, text: bytes.base64Text)
            case .checked: XMLElement("Checked", in: Self.namespace)
            case .verdict(let agrees): XMLElement("Verdict", in: Self.namespace, ["agrees": agrees ? "yes" : "no"])
            }
        return XMLElement("Verify", in: Self.namespace, children: [child])
    }

    package var body: [UInt8] { document.document(prefixes: ["": Self.namespace]) }

    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Verify", in: Self.namespace)
        let children = (
            try reader.child("Commitment"), try reader.child("Nonce"), try reader.child("Checked"),
            try reader.child("Verdict")
        )
        switch children {
        case (let child?, nil, nil, nil): self = .commitment(try Self.bytes(child))
        case (nil, let child?, nil, nil): self = .nonce(try Self.bytes(child))
        case (nil, nil, _?, nil): self = .checked
        case (nil, nil, nil, let child?):
            self = .verdict(try child.choice("agrees") { $0 == "yes" ? true : $0 == "no" ? false : nil })
        default: throw DocumentFault("Verify", .malformed)
        }
    }

    private static func bytes(_ reader: ElementReader) throws(DocumentFault) -> [UInt8] {
        let bytes = try reader.data(limit: size)
        guard bytes.count == size else { throw DocumentFault(reader.element.name.local, .malformed) }
        return bytes
    }
}

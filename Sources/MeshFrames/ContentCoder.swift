package import Mesh
internal import PeerBase

/// Contents as the bytes that are signed, with the certificates of their senders where those are known by certificates.
package enum ContentCoder {
    /// A content with what its signature is checked by.
    package struct Signed: Hashable, Sendable {
        package var content: Content
        /// DER, the sender's own first; empty where senders are known by their keys.
        package var certificates: [[UInt8]]

        package init(content: Content, certificates: [[UInt8]] = []) {
            self.content = content
            self.certificates = certificates
        }
    }

    package static func encode(_ signed: Signed) -> [UInt8] { WireContent(signed).encoded() }

    package static func decode(_ bytes: [UInt8]) throws(FrameFault) -> Signed {
        let wire = try WireContent(decoding: bytes)
        guard wire.path.utf8.count <= Limits.pathBytes else { throw .invalid("path") }
        guard Nickname.isValid(wire.nickname) else { throw .invalid("nickname") }
        guard wire.sequence > 0 else { throw .invalid("sequence number") }
        guard wire.certificates.count <= Limits.certificatesPerContent,
            wire.certificates.allSatisfy({ (1...Limits.certificateBytes).contains($0.count) })
        else { throw .invalid("certificate") }
        let content = Content(
            meshHash: try wire.mesh.bytes(Content.meshHashLength, "mesh"), path: wire.path,
            sender: try MemberID(decoding: [UInt8](wire.sender)), nickname: wire.nickname, sequence: wire.sequence,
            opening: wire.opening, time: wire.time,
            body: try Content.Body(kind: wire.kind, payload: [UInt8](wire.payload)))
        return Signed(content: content, certificates: wire.certificates.map { [UInt8]($0) })
    }
}

/// What `payload` is, by its number on the wire.
private enum BodyKind: UInt32 {
    case text = 1
    case presence = 2
    case sealed = 3
}

extension Content.Body {
    fileprivate init(kind: UInt32, payload: [UInt8]) throws(FrameFault) {
        switch BodyKind(rawValue: kind) {
        case .text:
            guard let text = String(validating: payload, as: UTF8.self) else { throw .invalid("text") }
            self = .text(text)
        case .presence:
            let wire = try WirePresence(decoding: payload)
            guard let state = Content.Presence.State(rawValue: wire.state) else { throw .invalid("presence") }
            guard [0, Limits.agreementKeyBytes].contains(wire.agreementKey.count) else {
                throw .invalid("agreement key")
            }
            self = .presence(Content.Presence(state: state, agreementKey: [UInt8](wire.agreementKey)))
        case .sealed:
            let wire = try WireSealed(decoding: payload)
            guard wire.box.count <= Limits.boxBytes else { throw .invalid("sealed message") }
            self = .sealed(recipient: try MemberID(decoding: [UInt8](wire.recipient)), box: [UInt8](wire.box))
        case nil:
            guard kind != 0 else { throw .invalid("kind of content") }
            self = .unknown(kind: kind)
        }
    }

    fileprivate var kind: UInt32 {
        switch self {
        case .text: BodyKind.text.rawValue
        case .presence: BodyKind.presence.rawValue
        case .sealed: BodyKind.sealed.rawValue
        case .unknown(let kind): kind
        }
    }

    fileprivate var payload: [UInt8] {
        switch self {
        case .text(let text):
            return Array(text.utf8)
        case .presence(let presence):
            var wire = WirePresence()
            wire.state = presence.state.rawValue
            wire.agreementKey = presence.agreementKey.wireBytes
            return wire.encoded()
        case .sealed(let recipient, let box):
            var wire = WireSealed()
            wire.recipient = recipient.bytes.wireBytes
            wire.box = box.wireBytes
            return wire.encoded()
        case .unknown:
            return []
        }
    }
}

extension WireContent {
    fileprivate init(_ signed: ContentCoder.Signed) {
        let content = signed.content
        mesh = content.meshHash.wireBytes
        path = content.path
        sender = content.sender.bytes.wireBytes
        nickname = content.nickname
        sequence = content.sequence
        opening = content.opening
        time = content.time
        kind = content.body.kind
        payload = content.body.payload.wireBytes
        certificates = signed.certificates.map(\.wireBytes)
    }
}

extension MemberID {
    fileprivate init(decoding bytes: [UInt8]) throws(FrameFault) {
        guard let member = MemberID(bytes) else { throw .invalid("member") }
        self = member
    }
}

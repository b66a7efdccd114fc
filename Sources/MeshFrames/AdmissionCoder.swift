internal import Mesh
internal import PeerBase

/// Frames of the admission as bytes. The bytes of a Hello, as sent and as received, go into the proof: keep them.
package enum AdmissionCoder {
    package static func encode(_ frame: AdmissionFrame) -> [UInt8] {
        var wire = WireFrame()
        switch frame {
        case .hello(let hello): wire.hello = WireHello(hello)
        case .proof1(let share): wire.proof1 = share.wireBytes
        case .proof2(let tag): wire.proof2 = tag.wireBytes
        case .refusal(let sentence): wire.refusal = sentence
        }
        return wire.encoded()
    }

    package static func decode(_ bytes: [UInt8]) throws(FrameFault) -> AdmissionFrame {
        guard bytes.count <= FrameSize.admission else { throw .tooLarge }
        switch try WireFrame(decoding: bytes).kind {
        case nil:
            throw .unknown
        case .hello(let hello):
            return .hello(try Hello(hello))
        case .proof1(let share):
            return .proof1(share: try share.bytes(AdmissionFrame.shareLength, "share"))
        case .proof2(let tag):
            return .proof2(tag: try tag.bytes(AdmissionFrame.tagLength, "tag"))
        case .refusal(let sentence):
            guard sentence.utf8.count <= AdmissionFrame.refusalBytes, sentence.isOneLine else {
                throw .invalid("refusal")
            }
            return .refusal(sentence)
        default:
            throw .outOfPlace
        }
    }
}

extension Hello {
    fileprivate init(_ wire: WireHello) throws(FrameFault) {
        guard (1...Self.mostVersions).contains(wire.versions.count) else { throw .invalid("list of versions") }
        guard let mode = SecurityMode.wire.value(wire.mode) else { throw .invalid("mode") }
        guard let credential = CredentialKind.wire.value(wire.credential) else { throw .invalid("credential") }
        guard let profile = Profile.wire.value(wire.profile) else { throw .invalid("profile") }
        guard (Limits.leastMessageSize...Limits.largestMessageSize).contains(Int(wire.messageLimit)) else {
            throw .invalid("message limit")
        }
        self.init(
            versions: wire.versions, nonce: try wire.nonce.bytes(Self.nonceLength, "nonce"),
            node: try NodeID(decoding: wire.node), meshHash: try wire.mesh.bytes(Content.meshHashLength, "mesh"),
            mode: mode, credential: credential, profile: profile, messageLimit: Int(wire.messageLimit),
            port: try UInt16(decodingPort: wire.port))
    }
}

extension WireHello {
    fileprivate init(_ hello: Hello) {
        versions = hello.versions
        nonce = hello.nonce.wireBytes
        node = hello.node.number
        mesh = hello.meshHash.wireBytes
        mode = SecurityMode.wire.number(hello.mode)
        credential = CredentialKind.wire.number(hello.credential)
        profile = Profile.wire.number(hello.profile)
        messageLimit = UInt32(hello.messageLimit)
        port = UInt32(hello.port)
    }
}

/// The numbers that stand for values on the wire, counted from 1 in the order of this list. Values may be added at the end,
/// never anywhere else.
private struct WireNumbers<Value: Equatable & Sendable>: Sendable {
    let values: [Value]

    func value(_ number: UInt32) -> Value? {
        guard number > 0, number <= values.count else { return nil }
        return values[Int(number) - 1]
    }

    /// 0, which nobody accepts, for a value that has no number.
    func number(_ value: Value) -> UInt32 { values.firstIndex(of: value).map { UInt32($0) + 1 } ?? 0 }
}

extension SecurityMode {
    fileprivate static let wire = WireNumbers<Self>(
        values: [.none, .transport, .message, .transportWithMessageCredential])
}

extension CredentialKind {
    fileprivate static let wire = WireNumbers<Self>(values: [.password, .certificate])
}

extension Profile {
    fileprivate static let wire = WireNumbers<Self>(values: [.classic, .modern])
}

import PeerBase
import PeerIdentity

/// Makes certificate chains as wire 9 describes them, right ones and wrong ones. It writes DER by hand, so that it
/// shares nothing with what reads them.
struct ChainMaker {
    /// One certificate to be made. What is not set is what a right one has.
    struct Draft {
        var key: PrivateKey
        var name: String
        var kind: UInt8 = 1
        var peerName = "0.team"
        var roles: [String] = []
        var classifiers: [String]? = nil
        var start = "240101000000Z"
        var end = "340101000000Z"
        var serial: [UInt8] = [1] + Array(repeating: 7, count: 15)
        /// Who signs; the one before it in the chain when `nil`.
        var signer: PrivateKey?
        var issuerName: String?
    }

    static let admin = "04387127aa56450a8ce54f565c6790f4"
    static let member = "f12dc4c708574ca093fcb1bb19a3d8c2"
    static let inviting = "dd15f41ffc4e4922b0354c06a754d01d"

    /// The chain of these certificates, root first.
    static func chain(_ drafts: [Draft]) throws -> [UInt8] {
        var certificates: [UInt8] = []
        for (index, draft) in drafts.enumerated() {
            let issuer = drafts[max(0, index - 1)]
            certificates += try certificate(draft, issuer: draft.signer ?? issuer.key, draft.issuerName ?? issuer.name)
        }
        let signedData = sequence([
            integer([1]), tlv(0x31, []), sequence([identifier("1.2.840.113549.1.7.1")]), tlv(0xa0, certificates),
            tlv(0x31, []),
        ])
        return sequence([identifier("1.2.840.113549.1.7.2"), tlv(0xa0, signedData)])
    }

    private static func certificate(_ draft: Draft, issuer: PrivateKey, _ issuerName: String) throws -> [UInt8] {
        let algorithm = sequence([identifier("1.2.840.113549.1.1.5"), [0x05, 0x00]])
        let key = sequence([
            sequence([identifier("1.2.840.113549.1.1.1"), [0x05, 0x00]]), tlv(0x03, [0] + draft.key.publicKeyData),
        ])
        let times = sequence([tlv(0x17, Array(draft.start.utf8)), tlv(0x17, Array(draft.end.utf8))])
        let body = sequence([
            tlv(0xa0, integer([2])), integer(draft.serial), algorithm, commonName(issuerName), times,
            commonName(draft.name), key, tlv(0xa3, sequence(extensions(of: draft, issuerName))),
        ])
        return sequence([body, algorithm, tlv(0x03, [0] + (try issuer.sign(body)))])
    }

    private static func extensions(of draft: Draft, _ issuerName: String) -> [[UInt8]] {
        let p2p = "1.3.6.1.4.1.311.44"
        var list = [
            entry("2.5.29.17", sequence([tlv(0x82, Array(draft.name.utf8))])),
            entry("2.5.29.18", sequence([tlv(0x82, Array(issuerName.utf8))])),
            entry("\(p2p).0.1", tlv(0x04, [draft.kind, 0, 0, 0])),
            entry("\(p2p).0.4", tlv(0x04, [1, 0, 2, 0])),
            entry("\(p2p).3.1", sequence([otherName("\(p2p).0.2", draft.peerName)])),
        ]
        if !draft.roles.isEmpty {
            let roles = draft.roles.map { tlv(0x04, [UInt8](hexText: $0) ?? []) }
            list.append(entry("\(p2p).3.3", sequence(roles)))
        }
        if let classifiers = draft.classifiers {
            list.append(entry("\(p2p).3.5", sequence(classifiers.map { otherName("\(p2p).0.3", $0) })))
        }
        return list
    }

    private static func entry(_ oid: String, _ value: [UInt8]) -> [UInt8] {
        sequence([identifier(oid), [0x01, 0x01, 0xff], tlv(0x04, value)])
    }

    private static func otherName(_ oid: String, _ text: String) -> [UInt8] {
        let characters = text.unicodeScalars.flatMap { scalar in
            stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32($0)) }
        }
        return tlv(0xa0, identifier(oid) + tlv(0xa0, tlv(0x1c, characters)))
    }

    private static func commonName(_ text: String) -> [UInt8] {
        sequence([tlv(0x31, sequence([identifier("2.5.4.3"), tlv(0x0c, Array(text.utf8))]))])
    }

    private static func integer(_ bytes: [UInt8]) -> [UInt8] { tlv(0x02, bytes) }
    private static func sequence(_ parts: [[UInt8]]) -> [UInt8] { tlv(0x30, parts.flatMap(\.self)) }

    private static func tlv(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        if content.count < 0x100 { return [tag, 0x81, UInt8(content.count)] + content }
        return [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xff)] + content
    }

    private static func identifier(_ text: String) -> [UInt8] {
        let numbers = text.split(separator: ".").compactMap { Int($0) }
        let rest = numbers.dropFirst(2).flatMap { number in
            var septets = [UInt8(number & 0x7f)]
            var left = number >> 7
            while left > 0 {
                septets.insert(UInt8(left & 0x7f) | 0x80, at: 0)
                left >>= 7
            }
            return septets
        }
        return tlv(0x06, [UInt8(numbers[0] * 40 + numbers[1])] + rest)
    }
}

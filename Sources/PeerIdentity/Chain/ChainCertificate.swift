internal import PeerBase
internal import SwiftASN1

/// One certificate of a chain (wire 9): X.509 with the extensions of peer names. The X.509 library refuses keys of 1024
/// bits, which these have by definition, so the structure is read here with its ASN.1 parser.
struct ChainCertificate {
    enum Kind: UInt8 {
        case member = 1
        case root = 2
    }

    /// What its holder may do (wire 9, role octets).
    enum Role: String {
        case admin = "04387127aa56450a8ce54f565c6790f4"
        case member = "f12dc4c708574ca093fcb1bb19a3d8c2"
        case invitingMember = "dd15f41ffc4e4922b0354c06a754d01d"
    }

    /// What the signature covers, and the signature.
    let signed: [UInt8]
    let signature: [UInt8]
    /// The 140-byte RSAPublicKey (wire 7.4).
    let publicKey: [UInt8]
    let validity: ClosedRange<CalendarTime>
    let subjectAlternativeName: [UInt8]
    let issuerAlternativeName: [UInt8]
    let kind: Kind
    /// As it is encoded; it is only compared.
    let peerName: [UInt8]?
    let roles: [Role]
    /// The classifiers its holder may publish; an empty list allows any.
    let classifiers: [String]

    /// Serial numbers have exactly so many bytes.
    private static let serialLength = 16
    private static let signatureAlgorithm = "1.2.840.113549.1.1.5"

    init(_ node: ASN1Node) throws(ChainFault) {
        let parts = try node.elements()
        guard parts.count == 3, try Self.isSHA1WithRSA(parts[1]) else { throw ChainFault() }
        signed = Array(parts[0].encodedBytes)
        signature = try parts[2].bits()

        // version [0], serial, algorithm, issuer, validity, subject, key, extensions [3]; no unique identifiers.
        let fields = try parts[0].elements()
        guard fields.count == 8, try Self.isVersion3(fields[0]), try Self.isSHA1WithRSA(fields[2]) else {
            throw ChainFault()
        }
        guard try fields[1].bytes(.integer).count == Self.serialLength else { throw ChainFault() }
        for name in [fields[3], fields[5]] { try Self.checkName(name) }
        let times = try fields[4].elements()
        guard times.count == 2 else { throw ChainFault() }
        let (start, end) = (try times[0].time(), try times[1].time())
        guard start <= end else { throw ChainFault() }
        validity = start...end
        publicKey = try Self.key(fields[6])

        let extensions = try ChainExtensions(fields[7])
        subjectAlternativeName = try extensions.alternativeName(of: .subject)
        issuerAlternativeName = try extensions.alternativeName(of: .issuer)
        kind = try extensions.kind()
        peerName = try extensions.peerName()
        roles = try extensions.roles()
        classifiers = try extensions.classifiers()
    }

    private static func isSHA1WithRSA(_ node: ASN1Node) throws(ChainFault) -> Bool {
        guard let algorithm = try node.elements().first else { return false }
        return try algorithm.objectIdentifier() == signatureAlgorithm
    }

    private static func isVersion3(_ node: ASN1Node) throws(ChainFault) -> Bool {
        let explicit = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        guard let version = try node.elements(explicit).first else { return false }
        return try version.bytes(.integer).elementsEqual([2])
    }

    /// The value of a single commonName, at most 255 characters (wire 9, 17.16).
    private static func checkName(_ node: ASN1Node) throws(ChainFault) {
        guard let set = try node.elements().first, let pair = try set.elements(.set).first else { throw ChainFault() }
        let parts = try pair.elements()
        guard parts.count == 2, case .primitive(let text) = parts[1].content, text.count <= 4 * 255 else {
            throw ChainFault()
        }
    }

    private static func key(_ node: ASN1Node) throws(ChainFault) -> [UInt8] {
        let parts = try node.elements()
        guard parts.count == 2 else { throw ChainFault() }
        let key = try parts[1].bits()
        guard PublicKeySyntax.isReadable(key) else { throw ChainFault() }
        return key
    }
}

internal import PeerBase
internal import SwiftASN1

/// The extensions of a certificate, by object identifier (wire 9).
struct ChainExtensions {
    enum Party: String {
        case subject = "2.5.29.17"
        case issuer = "2.5.29.18"
    }

    /// `p2p` of wire 9.
    private static let p2p = "1.3.6.1.4.1.311.44"
    private static let version: [UInt8] = [1, 0, 2, 0]
    private static let longestName = 4 * 255

    /// Contents, decoded from their octet strings.
    private var values: [String: ASN1Node] = [:]

    init(_ node: ASN1Node) throws(ChainFault) {
        let explicit = ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific)
        guard let list = try node.elements(explicit).first else { throw ChainFault() }
        for entry in try list.elements() {
            // OID, perhaps "critical", value
            let parts = try entry.elements()
            guard (2...3).contains(parts.count) else { throw ChainFault() }
            let name = try parts[0].objectIdentifier()
            guard let value = try? DER.parse(try parts[parts.count - 1].bytes(.octetString)) else { throw ChainFault() }
            guard values.updateValue(value, forKey: name) == nil else { throw ChainFault() }
        }
        guard try octets("0.4")?.elementsEqual(Self.version) == true else { throw ChainFault() }
    }

    func alternativeName(of party: Party) throws(ChainFault) -> [UInt8] {
        guard let node = values[party.rawValue], node.encodedBytes.count <= Self.longestName else { throw ChainFault() }
        return Array(node.encodedBytes)
    }

    /// A little-endian number of four bytes.
    func kind() throws(ChainFault) -> ChainCertificate.Kind {
        guard let bytes = try octets("0.1"), bytes.count == 4, bytes.dropFirst().allSatisfy({ $0 == 0 }),
            let number = bytes.first, let kind = ChainCertificate.Kind(rawValue: number)
        else { throw ChainFault() }
        return kind
    }

    func peerName() throws(ChainFault) -> [UInt8]? {
        guard let node = values["\(Self.p2p).3.1"] else { return nil }
        let names = try otherNames(node, type: "0.2")
        guard names.count == 1, (1...192).contains(names[0].count) else { throw ChainFault() }
        return Array(node.encodedBytes)
    }

    func roles() throws(ChainFault) -> [ChainCertificate.Role] {
        guard let node = values["\(Self.p2p).3.3"] else { return [] }
        var roles: [ChainCertificate.Role] = []
        for entry in try node.elements() {
            let text = Array(try entry.bytes(.octetString)).hexText
            guard let role = ChainCertificate.Role(rawValue: text) else { throw ChainFault() }
            roles.append(role)
        }
        return roles
    }

    /// Each must be a legal classifier (wire 11.4 rule 5).
    func classifiers() throws(ChainFault) -> [String] {
        guard let node = values["\(Self.p2p).3.5"] else { return [] }
        let names = try otherNames(node, type: "0.3")
        // The terminator that some write counts towards the limit of 150 (wire 9).
        let classifiers = names.map { $0.hasSuffix("\0") ? String($0.unicodeScalars.dropLast()) : $0 }
        guard classifiers.allSatisfy({ $0.utf16.count <= 149 && !$0.unicodeScalars.contains("\0") }) else {
            throw ChainFault()
        }
        return classifiers
    }

    private func octets(_ name: String) throws(ChainFault) -> ArraySlice<UInt8>? {
        guard let node = values["\(Self.p2p).\(name)"] else { return nil }
        return try node.bytes(.octetString)
    }

    /// The texts of GeneralNames that are all otherName, [0] of an object identifier and [0] of a UniversalString.
    private func otherNames(_ node: ASN1Node, type: String) throws(ChainFault) -> [String] {
        let tag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        var texts: [String] = []
        for entry in try node.elements() {
            let parts = try entry.elements(tag)
            guard parts.count == 2, try parts[0].objectIdentifier() == "\(Self.p2p).\(type)",
                let text = try parts[1].elements(tag).first
            else { throw ChainFault() }
            texts.append(try text.universalString())
        }
        return texts
    }
}

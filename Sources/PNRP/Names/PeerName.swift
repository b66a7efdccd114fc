package import PeerBase

/// A peer name, `authority.classifier` (wire 10.1).
package struct PeerName: Hashable, Sendable {
    /// Who may publish a name.
    package enum Authority: Hashable, Sendable {
        /// `0`: anybody.
        case unsecured
        /// SHA-1 of a public key: its holder.
        case secure(SHA1Digest)
    }

    package let authority: Authority
    /// 0 to 149 UTF-16 code units, compared one by one: case counts and nothing is normalised.
    package let classifier: String

    /// Reads a name as a person writes it. The first dot ends the authority.
    package init(_ text: String) throws(PeerNameError) {
        // By scalars, because a combining mark would make the dot part of another character.
        guard let dot = text.unicodeScalars.firstIndex(of: ".") else { throw .noDot(text) }
        let authority = try Authority(String(text[..<dot]))
        try self.init(authority: authority, classifier: String(text[text.unicodeScalars.index(after: dot)...]))
    }

    package init(authority: Authority, classifier: String) throws(PeerNameError) {
        let length = classifier.utf16.count
        guard length <= Self.longestClassifier else { throw .classifierTooLong(length) }
        guard !classifier.unicodeScalars.contains("\0") else { throw .classifierHasNUL }
        guard !classifier.isEmpty || authority != .unsecured else { throw .unsecuredWithoutClassifier }
        self.authority = authority
        self.classifier = classifier
    }

    /// The limit of 150 units in the Windows API counts the terminator.
    package static let longestClassifier = 149

    package static func == (left: PeerName, right: PeerName) -> Bool {
        left.authority == right.authority && left.classifier.utf16.elementsEqual(right.classifier.utf16)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(authority)
        for unit in classifier.utf16 { hasher.combine(unit) }
    }
}

extension PeerName: CustomStringConvertible {
    package var description: String { "\(authority).\(classifier)" }
}

extension PeerName.Authority: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsecured: "0"
        case .secure(let digest): digest.description
        }
    }

    fileprivate init(_ text: String) throws(PeerNameError) {
        if text == "0" {
            self = .unsecured
            return
        }
        let isLowerHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isLowerHex, let digest = [UInt8](hexText: text).flatMap({ SHA1Digest($0) }) else {
            throw .badAuthority(text)
        }
        self = .secure(digest)
    }

    /// The twenty bytes that enter the formula: zero for unsecured names (wire 10.2).
    package var digest: SHA1Digest {
        switch self {
        case .unsecured: .zero
        case .secure(let digest): digest
        }
    }
}

// MARK: Identifiers

extension PeerName {
    /// What of a classifier is hashed: UTF-16, little-endian, no NUL (wire 10.3).
    static func classifierBytes(_ classifier: String) -> [UInt8] {
        var writer = ByteWriter(capacity: 2 * classifier.utf16.count)
        for unit in classifier.utf16 { writer.writeLittleEndian(unit) }
        return writer.bytes
    }

    package func classifierHash(sha1: SHA1Function) -> SHA1Digest { sha1(Self.classifierBytes(classifier)) }

    /// The high half of every PNRP ID of this name (wire 10.3).
    package func p2pID(sha1: SHA1Function) -> P2PID {
        P2PID(classifierHash: classifierHash(sha1: sha1), authority: authority.digest, sha1: sha1)
    }
}

extension P2PID {
    /// SHA-1 over classifier hash, authority, classifier hash and "PNRP"; its first sixteen bytes are a number whose
    /// least significant byte comes first (wire 10.3, settled by what Windows printed).
    package init(classifierHash: SHA1Digest, authority: SHA1Digest, sha1: SHA1Function) {
        let hash = sha1(classifierHash.bytes + authority.bytes + classifierHash.bytes + Array("PNRP".utf8)).bytes
        func word(_ range: Range<Int>) -> UInt64 { hash[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: word(8..<16), low: word(0..<8))
    }
}

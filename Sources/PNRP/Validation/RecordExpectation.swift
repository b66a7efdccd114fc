import PeerBase

/// Why an answer to an INQUIRE does not prove what it should (wire 11.3).
enum RecordFault: Error, Hashable, Sendable {
    case missing
    case malformed(DecodeError)
    case wrongKind
    case expired
    case wrongNonce
    case wrongIdentifier
    case badSignature
    case wrongClassifier
    case badPayload
    /// The record is signed with a delegate's key, and no chain proves that its owner allowed it.
    case delegated
}

/// A record that holds up, and what it speaks for.
struct ValidRecord: Hashable, Sendable {
    var certified: CertifiedPeerAddress
    var id: PeerID
    var payload: ExtendedPayload.Payload?
}

/// What was asked, against which the answer is held (wire 11.3, behaviour 17.2).
struct RecordExpectation: Sendable {
    /// The identifier asked about.
    var validate: PeerID
    var nonce: Nonce
    var now: CalendarTime
    /// Whether the extended payload was requested too.
    var wantsPayload: Bool

    /// All rules of wire 11.3 for the record in an AUTHORITY buffer; the signature comes last because it costs most.
    func validate(_ buffer: AuthorityBuffer, with cryptography: Cryptography) throws(RecordFault) -> ValidRecord {
        guard let bytes = buffer.cpa else { throw .missing }
        let record = try CertifiedPeerAddress.parse(bytes)
        guard !record.isRevocation, !record.serviceAddresses.isEmpty else { throw .wrongKind }
        guard record.nonce == nonce else { throw .wrongNonce }
        // Rule 6: the identifier of the route entry in the same buffer, which must be the one asked about.
        guard buffer.routeEntry.map({ $0.id == validate }) ?? true else { throw .wrongIdentifier }
        guard try record.identifier(now: now, vouchedBy: buffer, with: cryptography) == validate else {
            throw .wrongIdentifier
        }
        // Rule 8: the classifier that came along is the one that was hashed.
        if let classifier = buffer.classifier {
            let hash = record.classifierHash ?? cryptography.sha1([])
            guard cryptography.sha1(PeerName.classifierBytes(classifier)) == hash else { throw .wrongClassifier }
        }
        let payload = try validatePayload(buffer, of: record, with: cryptography)
        guard record.isSigned(by: cryptography) else { throw .badSignature }
        return ValidRecord(certified: record, id: validate, payload: payload)
    }

    /// Wire 11.5. A record that has a payload must bring it when it was asked for.
    private func validatePayload(
        _ buffer: AuthorityBuffer, of record: CertifiedPeerAddress, with cryptography: Cryptography
    ) throws(RecordFault) -> ExtendedPayload.Payload? {
        guard wantsPayload, record.hasExtendedPayload else { return nil }
        guard let bytes = buffer.extendedPayload else { throw .badPayload }
        var input = bytes.span
        guard let payload = try? ExtendedPayload(parsing: &input), input.isEmpty else { throw .badPayload }
        guard payload.id == validate, payload.nonce == nonce, now <= payload.notAfter else { throw .badPayload }
        guard cryptography.isValidSignature(record.publicKey, payload.signedBytes, payload.signature) else {
            throw .badPayload
        }
        return payload.payload
    }
}

/// What a Revoke CPA in a FLOOD speaks for (wire 11.3, last paragraph): the identifier it takes back.
struct RevocationCheck: Sendable {
    var now: CalendarTime

    func validate(_ bytes: [UInt8], with cryptography: Cryptography) throws(RecordFault) -> Revocation {
        let record = try CertifiedPeerAddress.parse(bytes)
        guard record.isRevocation, record.nonce == .zero else { throw .wrongKind }
        let id = try record.identifier(now: now, vouchedBy: nil, with: cryptography)
        guard record.isSigned(by: cryptography) else { throw .badSignature }
        return Revocation(
            id: id, isSecure: record.isSecured, key: cryptography.sha1(record.publicKey), record: bytes)
    }
}

extension CertifiedPeerAddress {
    fileprivate static func parse(_ bytes: [UInt8]) throws(RecordFault) -> CertifiedPeerAddress {
        var input = bytes.span
        do throws(DecodeError) {
            let record = try CertifiedPeerAddress(parsing: &input)
            try input.expectEnd(Field("CPA Length", "wire 11.3"))
            return record
        } catch {
            throw .malformed(error)
        }
    }

    /// Rules 2, 4 and 6 of wire 11.3: key and authority belong together, the time is not over, and the identifier
    /// follows from authority, classifier and service location. `buffer` may hold the chain of a delegate; a FLOOD has
    /// no room for one, so that the revocation of a delegated name proves nothing.
    fileprivate func identifier(
        now: CalendarTime, vouchedBy buffer: AuthorityBuffer?, with cryptography: Cryptography
    ) throws(RecordFault) -> PeerID {
        guard now <= notAfter else { throw .expired }
        // A secure name with an empty classifier carries none: its hash is that of the empty string (wire 17.5).
        let hash = classifierHash ?? cryptography.sha1([])
        // An authority of zeros is none (rule 2).
        guard let authority, isSecured else {
            return PeerName.identifier(classifierHash: hash, authority: .zero, at: serviceLocation, cryptography.sha1)
        }
        let keyHash = cryptography.sha1(publicKey)
        let owner = [authority, authority.reversed].compactMap(\.self).first {
            $0 == keyHash || isDelegate(of: $0, vouchedBy: buffer, now: now, with: cryptography)
        }
        guard let owner else { throw .delegated }
        return PeerName.identifier(classifierHash: hash, authority: owner, at: serviceLocation, cryptography.sha1)
    }

    /// Wire 11.4: the chain in the same buffer leads from the owner's key to the one that signed. Which classifier was
    /// hashed must be seen, or a chain for one would serve for all (rule 11).
    private func isDelegate(
        of owner: SHA1Digest, vouchedBy buffer: AuthorityBuffer?, now: CalendarTime, with cryptography: Cryptography
    ) -> Bool {
        guard let chain = buffer?.certificateChain else { return false }
        let hasNone = (classifierHash ?? cryptography.sha1([])) == cryptography.sha1([])
        guard buffer?.classifier != nil || hasNone else { return false }
        let claim = ChainClaim(
            authority: owner, publicKey: publicKey, classifier: buffer?.classifier ?? "", now: now)
        return cryptography.isValidChain(chain, claim)
    }

    fileprivate func isSigned(by cryptography: Cryptography) -> Bool {
        cryptography.isValidSignature(publicKey, signedBytes, signature)
    }
}

extension SHA1Digest {
    /// The same bytes last first: some may write a BinaryAuthority that way, and both orders are accepted (wire 17.7).
    fileprivate var reversed: SHA1Digest? { SHA1Digest(Array(bytes.reversed())) }
}

extension PeerName {
    /// The PNRP ID that hash, authority and place make (wire 10.3, 10.4).
    fileprivate static func identifier(
        classifierHash: SHA1Digest, authority: SHA1Digest, at location: ServiceLocation, _ sha1: SHA1Function
    ) -> PeerID {
        PeerID(
            p2pID: P2PID(classifierHash: classifierHash, authority: authority, sha1: sha1), serviceLocation: location)
    }
}

import PeerBase
import PeerSimulation

@testable import PNRP

/// A publisher at the other end: where it lives, what it is called, and the proofs it can give.
struct Peer {
    let name: PeerName
    let endpoint: Endpoint
    let key: [UInt8]
    let id: PeerID

    /// The n-th peer publishes `0.peer-n`, or `<authority>.peer` with its own key when `isSecure`.
    init(_ number: Int, isSecure: Bool = false) {
        key = ToyCryptography.publicKey(UInt64(number))
        endpoint = VirtualCloud.endpoint(number)
        let sha1 = ToyCryptography.functions.sha1
        let text = isSecure ? "\(sha1(key)).peer" : "0.peer-\(number)"
        guard let name = try? PeerName(text) else { preconditionFailure("\(text) is a name") }
        self.name = name
        let location = ServiceLocation(prefix: endpoint.address.high, suffix: UInt64(number) << 32)
        id = PeerID(p2pID: name.p2pID(sha1: sha1), serviceLocation: location)
    }

    var route: RouteEntry { RouteEntry(id: id, port: endpoint.port, addresses: [endpoint.address]) }

    /// The signed record over an inquirer's nonce; `change` spoils it before it is signed.
    func record(_ nonce: Nonce?, change: (inout CertifiedPeerAddress) -> Void = { _ in }) -> [UInt8] {
        var record = draft(nonce ?? .zero, isRevocation: false)
        change(&record)
        record.signature = sign(record.signedBytes)
        return record.encoded()
    }

    /// The answer to an INQUIRE that asked for a record; the mere "I am here" when there is no nonce.
    func proof(
        _ nonce: Nonce?, change: (inout CertifiedPeerAddress) -> Void = { _ in }
    ) -> AuthorityBuffer {
        guard let nonce else { return AuthorityBuffer(flags: []) }
        return AuthorityBuffer(
            flags: [], classifier: name.classifier, routeEntry: route, cpa: record(nonce, change: change))
    }

    func revocation(change: (inout CertifiedPeerAddress) -> Void = { _ in }) -> [UInt8] {
        var record = draft(.zero, isRevocation: true)
        change(&record)
        record.signature = sign(record.signedBytes)
        return record.encoded()
    }

    /// The revocation that another key signs for the same identifier, as anybody can for an unsecured name.
    func revocation(signedBy number: UInt64) -> [UInt8] {
        let key = ToyCryptography.publicKey(number)
        var record = draft(.zero, isRevocation: true)
        record.publicKey = key
        record.signature = ToyCryptography.sign(record.signedBytes, identity: ToyCryptography.functions.sha1(key))
        return record.encoded()
    }

    func sign(_ bytes: [UInt8]) -> [UInt8] {
        ToyCryptography.sign(bytes, identity: ToyCryptography.functions.sha1(key))
    }

    func draft(_ nonce: Nonce, isRevocation: Bool) -> CertifiedPeerAddress {
        var authority: SHA1Digest?
        if case .secure(let digest) = name.authority { authority = digest }
        return CertifiedPeerAddress(
            isRevocation: isRevocation, hasExtendedPayload: false,
            notAfter: Dialogue.calendarOrigin + .seconds(86_400), serviceLocation: id.serviceLocation, nonce: nonce,
            authority: authority, classifierHash: name.classifierHash(sha1: ToyCryptography.functions.sha1),
            friendlyName: nil, serviceAddresses: isRevocation ? [] : [endpoint],
            applicationEndpoints: isRevocation
                ? [] : [ApplicationEndpoint(address: endpoint.address, port: 80)],
            publicKey: key, signature: [])
    }
}

extension RegistrationRequest {
    /// A request that is good in every respect.
    init(_ name: String, key number: UInt64 = 500) throws(PeerNameError) {
        let key = ToyCryptography.publicKey(number)
        self.init(
            name: try PeerName(name), identity: ToyCryptography.functions.sha1(key), publicKey: key,
            endpoints: [ApplicationEndpoint(address: Dialogue.own.address, port: 80)])
    }
}

extension PeerID {
    /// The identifier so many places up the ring; down when negative.
    func offset(_ places: Int) -> PeerID {
        let amount = PeerID(0, 0, 0, UInt64(places.magnitude))
        return places < 0 ? self &- amount : self &+ amount
    }
}

extension RouteEntry {
    /// A hand-made identifier at the n-th endpoint.
    init(_ id: PeerID, at number: Int) {
        let endpoint = VirtualCloud.endpoint(number)
        self.init(id: id, port: endpoint.port, addresses: [endpoint.address])
    }
}

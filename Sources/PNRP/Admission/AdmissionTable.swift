import PeerBase

/// Where a candidate for the cache came from.
enum CandidateOrigin: Hashable, Sendable {
    /// In the SOLICIT of a joiner.
    case solicit(Endpoint)
    /// As somebody's best match in a LOOKUP.
    case lookup(Endpoint)
    /// In a FLOOD.
    case flood(Endpoint)
    /// It answered a LOOKUP of ours.
    case hop(Endpoint)

    var source: Endpoint {
        switch self {
        case .solicit(let source), .lookup(let source), .flood(let source), .hop(let source): source
        }
    }
}

/// A route entry on its way into the cache: its node has been asked and has not answered yet (behaviour 9.3).
struct PendingAdmission: Hashable, Sendable {
    var route: RouteEntry
    var origin: CandidateOrigin
    /// Whose share of the table it counts against.
    var source: SourceKey
    /// The endpoints that the news of it has reached, as far as we were told.
    var reached: [Endpoint]
    /// The address under test.
    var tested: Endpoint
    /// Set when the identifier would enter a leaf set, which takes a valid record and not just an answer.
    var nonce: Nonce?
    /// The digest of the key that signed its record, once that has come.
    var key: SHA1Digest?
    /// Somebody said meanwhile that the name is taken back; its owner is asked once it has proved itself.
    var doubt: Revocation?
}

/// The candidates under verification, bounded in all and per source (behaviour 18).
struct AdmissionTable: Sendable {
    private var pending: [PeerID: PendingAdmission] = [:]

    var count: Int { pending.count }

    subscript(id: PeerID) -> PendingAdmission? { pending[id] }

    func hasRoom(for source: SourceKey) -> Bool {
        guard pending.count < Limits.pendingAdmissions else { return false }
        return pending.values.count { $0.source == source } < Limits.pendingAdmissionsPerSource
    }

    mutating func add(_ admission: PendingAdmission) {
        pending[admission.route.id] = admission
    }

    /// The second copy of a flood joins the first: what it reached need not be reached again (behaviour 9.3 rule 2).
    mutating func merge(_ reached: [Endpoint], into id: PeerID) {
        guard let known = pending[id]?.reached else { return }
        let union = known + reached.filter { !known.contains($0) }
        pending[id]?.reached = Array(union.prefix(Limits.listedEndpoints))
    }

    mutating func doubt(_ revocation: Revocation) {
        pending[revocation.id]?.doubt = revocation
    }

    @discardableResult
    mutating func remove(_ id: PeerID) -> PendingAdmission? {
        pending.removeValue(forKey: id)
    }
}

internal import Collaboration
internal import Discovery
internal import DiscoveryTransport
internal import PeerBase
internal import Signalling

// Why people are found or not, in the order in which to look at it (collab 11.3). Nothing leaves the host.

extension CollaborationHost {
    func diagnose() async throws(EngineError) -> [CollaborationFinding] {
        _ = try await signaller("")
        let isSignedIn = CollaborationFinding(
            check: "Signed in", isGood: session != nil, detail: session == nil ? "no" : scopeText,
            remedy: session == nil ? "p2p collab signin" : nil)
        guard let session else { return [isSignedIn] }
        var findings = [isSignedIn]
        if let near = session.near {
            let diagnosis = await near.service.diagnosis
            findings += Self.interfaces(diagnosis) + Self.ports(diagnosis) + Self.groups(diagnosis)
            findings.append(Self.ownProbe(diagnosis))
            findings.append(Self.ipv6(diagnosis))
            findings += await listener(session)
            findings += Self.traffic(diagnosis)
        } else {
            findings += await listener(session)
        }
        return findings
    }

    private var scopeText: String {
        publication.scope == .all ? "near me and Internet" : publication.scope == .nearMe ? "near me" : "Internet"
    }

    // MARK: Links

    private static func interfaces(_ diagnosis: DiscoveryDiagnosis) -> [CollaborationFinding] {
        let used = diagnosis.interfaces.filter { $0.refusal == nil }
        let skipped = diagnosis.interfaces.filter { $0.refusal != nil && $0.refusal != .loopback }
        let names = used.map(\.name).joined(separator: ", ")
        let first = CollaborationFinding(
            check: "Interfaces", isGood: !used.isEmpty, detail: used.isEmpty ? "none in use" : names,
            remedy: used.isEmpty ? "Name one with: p2p collab signin interface=<name>" : nil)
        return [first]
            + skipped.map {
                CollaborationFinding(
                    check: "Interface \($0.name)", isGood: true,
                    detail: "not used: \($0.refusal?.rawValue ?? "")")
            }
    }

    private static func ports(_ diagnosis: DiscoveryDiagnosis) -> [CollaborationFinding] {
        AddressFamily.allCases.compactMap { family in
            guard let fault = diagnosis.ports[family]?.fault else { return nil }
            return CollaborationFinding(
                check: "UDP port 3702, \(family.label)", isGood: fault == nil, detail: fault ?? "bound",
                remedy: fault == nil
                    ? nil : "Another program may hold the port for itself alone; see: ss -lunp sport = 3702")
        }
    }

    private static func groups(_ diagnosis: DiscoveryDiagnosis) -> [CollaborationFinding] {
        diagnosis.interfaces.filter { $0.refusal == nil }.flatMap { interface in
            AddressFamily.allCases.compactMap { family -> CollaborationFinding? in
                guard let fault = interface.groups[family]?.fault else { return nil }
                let sending = interface.sendFaults[family].map { "cannot send: \($0)" }
                let reason = fault.map { "group not joined: \($0)" } ?? sending
                return CollaborationFinding(
                    check: "Group on \(interface.name), \(family.label)", isGood: reason == nil,
                    detail: reason ?? "joined",
                    remedy: reason == nil
                        ? nil : "See whether the interface carries multicast: ip link show \(interface.name)")
            }
        }
    }

    private static func ownProbe(_ diagnosis: DiscoveryDiagnosis) -> CollaborationFinding {
        guard let time = diagnosis.heardOwnProbe else {
            return CollaborationFinding(
                check: "Own question heard", isGood: false, detail: "never",
                remedy: "A firewall may drop UDP port 3702, or a VPN take all multicast: allow it on your interface.")
        }
        return CollaborationFinding(
            check: "Own question heard", isGood: true, detail: "\(time.wholeMilliseconds / 1000) s ago")
    }

    private static func ipv6(_ diagnosis: DiscoveryDiagnosis) -> CollaborationFinding {
        let addresses = diagnosis.interfaces.filter { $0.refusal == nil }.flatMap(\.addresses)
        let isThere = addresses.contains { !$0.isIPv4 && $0.isLinkLocal }
        // Without IPv6 it is IPv4 (collab 8.3).
        let isEnough = isThere || addresses.contains(where: \.isIPv4)
        return CollaborationFinding(
            check: "IPv6 link-local address", isGood: isEnough,
            detail: isThere ? "present" : isEnough ? "none; people are found by IPv4" : "none",
            remedy: isEnough ? nil : "Switch IPv6 on for the interface, or give it an IPv4 address.")
    }

    // MARK: Traffic

    private static func traffic(_ diagnosis: DiscoveryDiagnosis) -> [CollaborationFinding] {
        let counters = diagnosis.counters
        let received = DiscoveryMessage.Kind.allCases.compactMap { kind in
            counters.received[kind].map { "\(kind.rawValue) \($0)" }
        }
        let dropped = DiscoveryCounters.Drop.allCases.compactMap { reason in
            counters.dropped[reason].map { "\(reason.rawValue) \($0)" }
        }
        return [
            CollaborationFinding(
                check: "Received", isGood: true,
                detail: received.isEmpty ? "nothing" : received.joined(separator: ", ")),
            CollaborationFinding(
                check: "Dropped", isGood: true,
                detail: dropped.isEmpty ? "nothing" : dropped.joined(separator: ", ")),
            CollaborationFinding(
                check: "Last answer", isGood: true,
                detail: counters.lastAnswered.map { "to \($0)" } ?? "none was asked for"),
        ]
    }

    // MARK: The service

    /// Whether our own service answers where others would ask for it: at a global and at a link-local address, and at one
    /// of IPv4, by which people without IPv6 ask (collab 8.3).
    private func listener(_ session: Session) async -> [CollaborationFinding] {
        let places = acquaintances.links.entries.filter { !$0.isLoopback }.map(\.place)
        let global = places.first { !$0.endpoint.address.isIPv4 && $0.endpoint.address.scope == .global }
        let local = places.first { $0.endpoint.address.scope == .linkLocal }
        let ipv4 = places.first(where: \.endpoint.address.isIPv4)
        var findings: [CollaborationFinding] = []
        for place in [global, local, ipv4].compactMap(\.self) {
            var place = place
            place.endpoint.port = session.server.port
            findings.append(await listener(session, at: place))
        }
        return findings
    }

    private func listener(_ session: Session, at endpoint: ScopedEndpoint) async -> CollaborationFinding {
        let ipv4 = endpoint.endpoint.address.ipv4Text.map { "\($0):\(endpoint.endpoint.port)" }
        let check = "Service at \(ipv4 ?? "\(endpoint.endpoint)")"
        do throws(SignallingFault) {
            guard let client, let me else { throw .closed }
            let link = try await client.connect(to: endpoint, nearID: session.nearID, expecting: .exactly(me.pin))
            link.close()
            return CollaborationFinding(check: check, isGood: true, detail: "answers")
        } catch {
            return CollaborationFinding(
                check: check, isGood: false, detail: "does not answer",
                remedy: "A firewall may block TCP port \(endpoint.endpoint.port): allow it for incoming connections.")
        }
    }
}

extension AddressFamily {
    fileprivate var label: String { self == .ipv4 ? "IPv4" : "IPv6" }
}

extension DiscoveryAvailability {
    /// The reason; `.some(nil)` where it works, so that `?.fault` is `nil` only where there is nothing to tell.
    fileprivate var fault: String?? {
        switch self {
        case .usable: .some(nil)
        case .unusable(let reason): reason
        }
    }
}

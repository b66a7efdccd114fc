package import PNRP
package import PeerBase

// What people ask of nodes.

extension VirtualCloud {
    /// How the resolves that were asked for ended.
    package var resolves: [Ticket: ResolveOutcome] { outcomes.resolves }
    /// How the probes that were asked for ended.
    package var pings: [Ticket: PingOutcome] { outcomes.pings }
    /// How the repairs that were asked for ended.
    package var repairs: [Ticket: RepairOutcome] { outcomes.repairs }

    /// Publishes a name at a node.
    package mutating func register(
        _ request: RegistrationRequest, at endpoint: Endpoint
    ) throws(RegistrationError) -> PeerID {
        let result = with(endpoint) { node, now -> (Result<PeerID, RegistrationError>, [Action]) in
            do throws(RegistrationError) {
                let (id, actions) = try node.register(request, now: now)
                return (.success(id), actions)
            } catch {
                return (.failure(error), [])
            }
        }
        return try result.get()
    }

    /// Takes a name back.
    package mutating func unregister(_ id: PeerID, at endpoint: Endpoint) {
        with(endpoint) { node, now in ((), node.unregister(id, now: now)?.1 ?? []) }
    }

    /// Lets a node look for a name; the outcome appears in ``resolves``.
    package mutating func resolve(_ query: ResolveQuery, from endpoint: Endpoint) -> Ticket {
        let id = with(endpoint) { node, now in node.beginResolve(query, now: now) }
        return ticket(id, at: endpoint)
    }

    /// Lets a node look whether the cloud has fallen apart; the outcome appears in ``repairs``.
    package mutating func repair(at endpoint: Endpoint) -> Ticket {
        let id = with(endpoint) { node, now in node.beginRepair(now: now) }
        return ticket(id, at: endpoint)
    }

    /// Lets a node probe another; the outcome appears in ``pings``.
    package mutating func ping(_ target: Endpoint, from endpoint: Endpoint) -> Ticket {
        let id = with(endpoint) { node, now in node.beginPing(target, now: now) }
        return ticket(id, at: endpoint)
    }

    private func ticket(_ id: RequestID, at endpoint: Endpoint) -> Ticket {
        Ticket(node: endpoint, life: nodes.life(at: endpoint), request: id)
    }
}

package import PNRP
import PeerBase

/// What became of the requests that were made of nodes.
package struct Outcomes: Sendable {
    package private(set) var resolves: [VirtualCloud.Ticket: ResolveOutcome] = [:]
    package private(set) var pings: [VirtualCloud.Ticket: PingOutcome] = [:]
    package private(set) var synchronizations: [VirtualCloud.Ticket: SynchronizationOutcome] = [:]
    package private(set) var repairs: [VirtualCloud.Ticket: RepairOutcome] = [:]
    /// The records that a resolve delivered before its end (behaviour 12.8), in order.
    package private(set) var delivered: [VirtualCloud.Ticket: [ResolvedRecord]] = [:]

    mutating func note(_ action: Action, of node: Endpoint, life: Int) {
        func ticket(_ id: RequestID) -> VirtualCloud.Ticket {
            VirtualCloud.Ticket(node: node, life: life, request: id)
        }
        switch action {
        case .deliver(let id, let record): delivered[ticket(id), default: []].append(record)
        case .completeResolve(let id, let outcome): resolves[ticket(id)] = outcome
        case .completePing(let id, let outcome): pings[ticket(id)] = outcome
        case .completeSynchronization(let id, let outcome): synchronizations[ticket(id)] = outcome
        case .completeRepair(let id, let outcome): repairs[ticket(id)] = outcome
        case .completeUnregistration, .send, .sign, .remember, .report, .search, .lookUpSeeds, .advertise, .withdraw,
            .release:
            break
        }
    }

    /// Hands out how a resolve ended, once.
    mutating func takeResolve(_ ticket: VirtualCloud.Ticket) -> ResolveOutcome? {
        resolves.removeValue(forKey: ticket)
    }
}

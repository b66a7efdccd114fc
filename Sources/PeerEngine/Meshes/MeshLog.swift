internal import Mesh
internal import Synchronization

/// What was said and what happened in one mesh lately, and whoever listens.
final class MeshLog: Sendable {
    /// Kept for ``MeshServices/recentEvents(ofMesh:)``, of either kind: what a person scrolls back (peer channel 22).
    private static let kept = 200

    private struct Recent {
        var said: [MeshEvent] = []
        var happened: [MeshEvent] = []
        /// Attempts that failed for want of the right password or certificate.
        var refusedAdmissions = 0
    }

    let meshID: String
    private let clock: @Sendable () -> Int64
    private let recent = Mutex(Recent())
    private let fanout: EventFanout<MeshEvent>

    /// - Parameter clock: milliseconds since 1970-01-01 UTC.
    init(meshID: String, clock: @escaping @Sendable () -> Int64) {
        self.meshID = meshID
        self.clock = clock
        fanout = EventFanout { MeshEvent(mesh: meshID, time: clock(), occurrence: .lost($0)) }
    }

    func said(_ delivery: Delivery) { add(.said(delivery)) }

    func happened(_ event: Event) { add(.happened(event)) }

    /// Nothing more will happen.
    func end() {
        add(.left)
        fanout.finish()
    }

    func stream() -> AsyncStream<MeshEvent> { fanout.stream() }

    /// Both kinds, in the order of their time.
    var events: [MeshEvent] {
        recent.withLock {
            ($0.said + $0.happened).enumerated().sorted { left, right in
                (left.element.time, left.offset) < (right.element.time, right.offset)
            }.map(\.element)
        }
    }

    var refusedAdmissions: Int { recent.withLock { $0.refusedAdmissions } }

    private func add(_ occurrence: MeshEvent.Occurrence) {
        let event = MeshEvent(mesh: meshID, time: clock(), occurrence: occurrence)
        recent.withLock { recent in
            switch occurrence {
            case .said: Self.keep(event, in: &recent.said)
            case .happened(let happening):
                if happening.isRefusedAdmission { recent.refusedAdmissions += 1 }
                Self.keep(event, in: &recent.happened)
            case .lost, .left: break
            }
        }
        fanout.send(event)
    }

    private static func keep(_ event: MeshEvent, in events: inout [MeshEvent]) {
        if events.count == kept { events.removeFirst() }
        events.append(event)
    }
}

extension Event {
    /// Whether somebody is here with whom we share no password or trust (peer channel 13).
    fileprivate var isRefusedAdmission: Bool {
        switch self {
        case .admissionRefused(_, .notAdmitted), .dialFailed(_, .notAdmitted): true
        case .admissionRefused(_, .untrusted), .dialFailed(_, .untrusted): true
        default: false
        }
    }
}

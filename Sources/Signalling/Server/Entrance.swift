internal import Collaboration
internal import NIOCore
internal import PeerBase
internal import PeerIdentity
internal import Synchronization

/// What all connections to one server share, and who is let in. Confined to their event loop.
final class Entrance {
    let host: any SignallingHost
    let nearID: GUID
    let figures: SignallingFigures
    let loop: any EventLoop
    private let unixTime: @Sendable () -> Int64

    /// Counts the connections of all sign-ins: whoever remembers one is not to take another for it.
    private static let connections = Atomic<UInt64>(0)

    private var open: [ConnectionID: RequestHandler] = [:]
    private var handshakes: [IPv6Address: Int] = [:]
    private var handshakeCount = 0
    private var strangers = StrangerLimits()
    private var contacts: [Pin: Int] = [:]
    private var alarm: Scheduled<Void>?
    private(set) var isClosing = false

    init(
        host: any SignallingHost, nearID: GUID, figures: SignallingFigures, loop: any EventLoop,
        unixTime: @escaping @Sendable () -> Int64
    ) {
        self.host = host
        self.nearID = nearID
        self.figures = figures
        self.loop = loop
        self.unixTime = unixTime
    }

    private var now: Instant { Instant(nanoseconds: Int64(loop.now.uptimeNanoseconds)) }

    func nextConnection() -> ConnectionID {
        ConnectionID(Self.connections.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    // MARK: Coming and going

    /// Whether somebody may begin TLS; ``ended(_:isSecured:)`` is due if so.
    func begins(_ handler: RequestHandler) -> Bool {
        let address = handler.source.endpoint.address
        guard !isClosing, handshakeCount < figures.handshakes,
            handshakes[address, default: 0] < figures.handshakesPerAddress
        else { return false }
        handshakes[address, default: 0] += 1
        handshakeCount += 1
        open[handler.connection] = handler
        return true
    }

    func secured(_ handler: RequestHandler) {
        let address = handler.source.endpoint.address
        guard let count = handshakes[address] else { return }
        handshakes[address] = count > 1 ? count - 1 : nil
        handshakeCount -= 1
    }

    /// `isSecured`: whether ``secured(_:)`` was said.
    func ended(_ handler: RequestHandler, isSecured: Bool) {
        guard open.removeValue(forKey: handler.connection) != nil else { return }
        if !isSecured { secured(handler) }
        guard let visitor = handler.visitor else { return }
        guard visitor.isContact else { return strangersChange { $0.closed(visitor.connection) } }
        guard let count = contacts[visitor.pin] else { return }
        contacts[visitor.pin] = count > 1 ? count - 1 : nil
    }

    /// Everybody learns that we sign out, and goes.
    func close() {
        isClosing = true
        for handler in open.values.sorted(by: { $0.connection.value < $1.connection.value }) { handler.signOut() }
    }

    /// Closes what somebody has open who is not to have it any more.
    func part(with pin: Pin) {
        for handler in open.values where handler.visitor?.pin == pin { handler.leave() }
    }

    // MARK: Who is let in

    /// Who shows this certificate; `nil` for somebody who stays out. A contact is whoever has the pin; of others the dates
    /// must be right too (collab 10.5, 10.6).
    func visitor(_ certificate: [UInt8]?, connection: ConnectionID, source: ScopedEndpoint) -> Visitor? {
        guard let certificate, let person = try? PersonCertificate(judging: certificate, at: nil),
            let pin = Pin(person.pin)
        else { return nil }
        let admission = host.admission(of: pin, peerName: person.peerName, from: source)
        let isAdmitted =
            switch admission {
            case .contact: admitContact(pin)
            case .stranger: isValid(certificate) && admitStranger(connection, from: source)
            case .refused: false
            }
        guard isAdmitted else { return nil }
        return Visitor(
            connection: connection, pin: pin, peerName: person.peerName, certificate: certificate, source: source,
            isContact: admission == .contact)
    }

    private func isValid(_ certificate: [UInt8]) -> Bool {
        (try? PersonCertificate(judging: certificate, at: unixTime())) != nil
    }

    private func admitContact(_ pin: Pin) -> Bool {
        guard contacts[pin, default: 0] < Limits.connectionsPerContact else { return false }
        contacts[pin, default: 0] += 1
        return true
    }

    private func admitStranger(_ connection: ConnectionID, from source: ScopedEndpoint) -> Bool {
        strangersChange { $0.admit(connection, from: source, now: now) }
    }

    // MARK: How long strangers stay

    /// Something waits on this connection, or does no more (collab 10.5).
    func hold(_ visitor: Visitor) {
        if !visitor.isContact { strangersChange { $0.hold(visitor.connection) } }
    }

    func release(_ visitor: Visitor) {
        if !visitor.isContact { strangersChange { $0.release(visitor.connection, now: now) } }
    }

    private func strangersChange<Result>(_ change: (inout StrangerLimits) -> Result) -> Result {
        let before = strangers.nextDeadline
        let result = change(&strangers)
        if strangers.nextDeadline != before { setAlarm() }
        return result
    }

    private func setAlarm() {
        alarm?.cancel()
        alarm = strangers.nextDeadline.map { deadline in
            loop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(UInt64(max(0, deadline.nanoseconds)))) {
                let over = self.strangersChange { $0.advance(to: self.now) }
                for connection in over { self.open[connection]?.leave() }
            }
        }
    }
}

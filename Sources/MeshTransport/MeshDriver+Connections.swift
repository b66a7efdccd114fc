internal import Mesh
internal import MeshFrames
internal import NIOCore
internal import PeerBase
internal import Sockets

// The way of a connection: made, secured, admitted, open, closed.

extension MeshDriver {
    func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// A new channel, before its first packet.
    func prepare(
        _ channel: any Channel, number: UInt64, remote: ScopedEndpoint, dialled: LinkID?, totalDeadline: Instant
    ) throws {
        let isInitiator = dialled != nil
        let verdict = encryption.map { _ in PeerVerdict() }
        if let encryption, let verdict {
            let check = FirstByteCheck(mode: terms.mode.rawValue, isInitiator: isInitiator)
            let tls = try encryption.handler(isInitiator: isInitiator, verdict: verdict, loop: loop)
            try channel.pipeline.syncOperations.addHandlers([check, tls])
        }
        let largest = FrameSize.largest(messageLimit: terms.messageLimit)
        let handler = LinkHandler(
            driver: self, number: number, verdict: verdict, limit: FrameSize.admission, largest: largest)
        try channel.pipeline.syncOperations.addHandler(handler)
        connections[number] = Connection(
            number: number, channel: channel, remote: remote, dialled: dialled, stage: .connecting, deadline: nil,
            totalDeadline: totalDeadline, queue: OutboundQueue(figures), inbound: InboundRate(figures),
            hasPlace: !isInitiator)
        startTicking()
    }

    /// TCP is made.
    func connected(_ number: UInt64) {
        enter(number, .securing, for: figures.securingTime)
        if let link = connections[number]?.dialled { dials[link]?.rest = [] }
    }

    /// TLS is made, or there is none: who is it?
    func secured(_ number: UInt64, key: [UInt8]) {
        guard let connection = connections[number], case .securing = connection.stage else { return }
        connections[number]?.key = key
        let now = MonotonicClock.now
        if !key.isEmpty, limits.isEarly(.key(key), now: now) { return finish(number, .notAdmitted, isHeard: false) }
        let admission = Admission(
            terms: terms, isInitiator: connection.isInitiator, peerKey: key,
            nonce: random.bytes(Hello.nonceLength))
        enter(number, .admitting(admission), for: figures.admissionTime)
        advance(number) { $0.begin() }
    }

    private func enter(_ number: UInt64, _ stage: Connection.Stage, for time: Duration) {
        guard let total = connections[number]?.totalDeadline else { return }
        connections[number]?.stage = stage
        connections[number]?.deadline = min(attendedTime() + time, total)
    }

    /// A whole frame came.
    func received(_ number: UInt64, _ buffer: ByteBuffer) -> LinkHandler.Reading {
        guard let connection = connections[number] else { return .over }
        traffic.bytesReceived += buffer.readableBytes
        connections[number]?.frameSince = nil
        switch connection.stage {
        case .admitting:
            advance(number) { $0.receive(Array(buffer.readableBytesView)) }
        case .open(let link):
            if let pause = receive(buffer, on: link, number) { return .pause(until: pause, limit: frameLimit) }
        case .connecting, .securing, .closing:
            return .over
        }
        guard let stage = connections[number]?.stage else { return .over }
        switch stage {
        case .admitting: return .on(limit: FrameSize.admission)
        case .open: return .on(limit: frameLimit)
        case .connecting, .securing, .closing: return .over
        }
    }

    private var frameLimit: Int { FrameSize.largest(messageLimit: terms.messageLimit) }

    private func advance(_ number: UInt64, _ call: (inout Admission) -> Admission.Step) {
        guard case .admitting(var admission) = connections[number]?.stage else { return }
        let step = call(&admission)
        connections[number]?.stage = .admitting(admission)
        for frame in step.frames { enqueue(framed(frame), on: number, isFlood: false) }
        switch step.verdict {
        case .undecided: settle()
        case .refused(let closure): finish(number, closure)
        case .admitted: admit(number)
        }
    }

    private func admit(_ number: UInt64) {
        guard let connection = connections[number] else { return }
        if let link = connection.dialled {
            dials[link] = nil
        } else {
            limits.left(connection.remote.endpoint.address)
            connections[number]?.hasPlace = false
        }
        limits.succeeded(connection.origins)
        happen(.admitted(number))
    }

    // MARK: Endings

    /// Something broke, or the peer broke a rule.
    func failed(_ number: UInt64, _ closure: Closure) {
        guard let connection = connections[number] else { return }
        // What a connection attempt comes to is told by its future.
        if case .connecting = connection.stage { return }
        var closure = closure
        if case .admitting(let admission) = connection.stage {
            if closure == .lost { closure = admission.closureIfLost }
            if case .mismatch = closure { tellOfOurMode(number) }
        }
        finish(number, closure)
    }

    /// Who asks for TLS where there is none is told so; it sees by the first byte what this is (peer channel 23).
    private func tellOfOurMode(_ number: UInt64) {
        guard encryption == nil else { return }
        let sentence = AdmissionFrame.refusal("your mode asks for TLS, ours is \(terms.mode.rawValue)")
        enqueue(framed(AdmissionCoder.encode(sentence)), on: number, isFlood: false)
    }

    /// The connection is no more. If that came of what was being read, its turn ends here: NIO tells of no other end.
    func gone(_ number: UInt64) {
        if reading == number { reading = nil }
        failed(number, .lost)
        forget(number)
        settle()
    }

    func forget(_ number: UInt64) {
        guard let connection = connections.removeValue(forKey: number) else { return }
        if connection.hasPlace { limits.left(connection.remote.endpoint.address) }
        if connections.isEmpty { stopTicking() }
    }

    /// Ends a connection and tells the core, or whoever listens, why; what is queued still goes out. Who is not even
    /// heard, because it comes too early, has not failed again by that.
    func finish(_ number: UInt64, _ closure: Closure, isHeard: Bool = true) {
        guard let connection = connections[number], !connection.isClosing else { return }
        let isOpen = connection.link != nil
        if isHeard, connection.isFailure(closure) { limits.failed(connection.origins, now: MonotonicClock.now) }
        if let link = connection.link ?? connection.dialled {
            numbers[link] = nil
            dials[link] = nil
            depart(number)
            if isOpen, case .misbehaved(let what) = closure {
                report(.neighbourMisbehaved(connection.remote.endpoint, what))
            }
            happen(.closed(link, closure))
        } else {
            depart(number)
            if isHeard { refuse(connection, closure) } else { turnAway(connection.remote.endpoint, .early) }
        }
        if isOpen || closure.isAbrupt { connection.channel.close(promise: nil) }
        settle()
    }

    private func refuse(_ connection: Connection, _ closure: Closure) {
        traffic.notAdmitted += 1
        report(.admissionRefused(connection.remote.endpoint, closure))
    }

    /// Somebody is not even heard.
    func turnAway(_ place: Endpoint, _ refusal: DoorRefusal) {
        traffic.turnedAway += 1
        report(.turnedAway(place, refusal))
    }

    /// The core leaves a link: what was sent on it before still goes out.
    func leave(_ link: LinkID) {
        if let dial = dials.removeValue(forKey: link) {
            if let channel = connections[dial.number]?.channel {
                depart(dial.number)
                channel.close(promise: nil)
            }
            return
        }
        guard let number = numbers.removeValue(forKey: link) else { return }
        depart(number)
    }

    /// The queue is written, then the connection is closed from this side; the peer's end follows, or is not waited
    /// for.
    private func depart(_ number: UInt64) {
        connections[number]?.stage = .closing
        connections[number]?.deadline = attendedTime() + figures.lingerTime
        unflushed.append(number)
    }
}

extension Closure {
    /// Whether nothing is said any more: the peer gets no word of why.
    var isAbrupt: Bool {
        switch self {
        case .mismatch: false
        default: true
        }
    }
}

extension Connection {
    /// Whether the peer may have had a guess at the password by this end (peer channel 20.3). Who dials in has one with
    /// its first words; whom we dial has one when it has seen our tag, whatever it says then.
    func isFailure(_ closure: Closure) -> Bool {
        guard isStranger else { return false }
        if isInitiator {
            guard case .admitting(let admission) = stage else { return closure == .notAdmitted }
            return admission.hasConfirmed || closure == .notAdmitted
        }
        return closure != .ourselves && closure != .closing
    }

    /// To whom a failed admission is laid (peer channel 20.3).
    var origins: [AdmissionLimits.Origin] {
        [.address(remote.endpoint.address)] + (key.isEmpty ? [] : [.key(key)])
    }
}

internal import Mesh
internal import MeshFrames
internal import NIOCore
internal import PeerBase
internal import Sockets

// Open links: what goes out, what comes in, and how much of either (peer channel 20.7).

extension MeshDriver {
    /// Bytes that are handed to a channel before it is asked to write them: TLS keeps what it was not asked to write,
    /// and the channel's mark does not count it.
    private static let writeBatch = 65_536

    // MARK: Out

    func send(_ frame: Frame, on link: LinkID) {
        guard let number = numbers[link] else { return }
        enqueue(encoded(frame), on: number, isFlood: frame.isFlood)
    }

    private func encoded(_ frame: Frame) -> ByteBuffer {
        if let lastEncoded, lastEncoded.frame == frame { return lastEncoded.bytes }
        let bytes = framed(FrameCoder.encode(frame))
        lastEncoded = frame.isFlood ? (frame, bytes) : nil
        return bytes
    }

    func framed(_ bytes: [UInt8]) -> ByteBuffer { FrameSplitter.framed(bytes, by: ByteBufferAllocator()) }

    /// A flood for which there is no room is dropped: the core was told before, and has others announce it.
    func enqueue(_ bytes: ByteBuffer, on number: UInt64, isFlood: Bool) {
        guard connections[number] != nil else { return }
        if connections[number]?.queue.append(bytes, count: bytes.readableBytes, isFlood: isFlood) == false {
            if isFlood { traffic.floodsDropped += 1 } else { finish(number, .tooSlow) }
            return
        }
        drain(number)
        if !unflushed.contains(number) { unflushed.append(number) }
    }

    /// Hands the channel what it takes.
    private func drain(_ number: UInt64) {
        guard let channel = connections[number]?.channel else { return }
        while channel.isWritable, let bytes = connections[number]?.queue.popFirst() {
            write(bytes, number, channel)
            if connections[number]?.unflushed ?? 0 >= Self.writeBatch { flush(number) }
        }
        noteCongestion(number)
    }

    private func flush(_ number: UInt64) {
        connections[number]?.unflushed = 0
        connections[number]?.channel.flush()
    }

    private func write(_ bytes: ByteBuffer, _ number: UInt64, _ channel: any Channel) {
        traffic.bytesSent += bytes.readableBytes
        connections[number]?.unwritten += 1
        connections[number]?.unflushed += bytes.readableBytes
        if connections[number]?.waitingSince == nil { connections[number]?.waitingSince = attendedTime() }
        let promise = loop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in self.assumeIsolated { $0.wrote(number) } }
        channel.write(bytes, promise: promise)
    }

    /// The kernel has taken a frame, or never will.
    private func wrote(_ number: UInt64) {
        guard var connection = connections[number] else { return }
        connection.unwritten -= 1
        connection.waitingSince = connection.unwritten > 0 ? attendedTime() : nil
        connections[number] = connection
        if connection.isClosing { shutDownIfDone(number) }
    }

    /// The turn is over: everything that was handed over is written.
    func writeOut() {
        let numbers = unflushed
        unflushed = []
        for number in numbers {
            drain(number)
            flush(number)
            if connections[number]?.isClosing == true { shutDownIfDone(number) }
        }
    }

    func canWrite(_ number: UInt64) {
        guard connections[number]?.queue.isEmpty == false else { return }
        unflushed.append(number)
        settle()
    }

    /// Tells the core of a queue that is full, or has room again.
    private func noteCongestion(_ number: UInt64) {
        guard let connection = connections[number], let link = connection.link else { return }
        let isCongested = connection.isCongested ? !connection.queue.isRoomy : connection.queue.isFull
        guard isCongested != connection.isCongested else { return }
        connections[number]?.isCongested = isCongested
        happen(.congested(link, isCongested))
    }

    /// Says "no more" to the peer, whose end of the connection follows. With TLS that is its farewell.
    private func shutDownIfDone(_ number: UInt64) {
        guard let connection = connections[number], connection.queue.isEmpty, connection.unwritten == 0 else { return }
        connection.channel.close(mode: encryption == nil ? .output : .all, promise: nil)
    }

    // MARK: In

    /// A frame of an open link; the time until which the link is not to be read, if it sends too much.
    func receive(_ buffer: ByteBuffer, on link: LinkID, _ number: UInt64) -> Instant? {
        let decoded: FrameCoder.Decoded
        do throws(FrameFault) {
            decoded = try FrameCoder.decode(Array(buffer.readableBytesView), messageLimit: terms.messageLimit)
        } catch {
            finish(number, .misbehaved("\(error)"))
            return nil
        }
        guard accept(decoded, number) else { return nil }
        let verdict = connections[number]?.inbound.came(
            bytes: buffer.readableBytes, isFlood: decoded.frame.isFlood, now: MonotonicClock.now)
        if verdict == .close {
            finish(number, .misbehaved("it sent too much for too long"))
            return nil
        }
        reading = number
        happen(.received(decoded.frame, link))
        guard case .pause(let until) = verdict else { return nil }
        traffic.pauses += 1
        return until
    }

    /// One referral that leads to nobody may be a mistake, the third on a link ends it (peer channel 17).
    private func accept(_ decoded: FrameCoder.Decoded, _ number: UInt64) -> Bool {
        guard decoded.badReferrals > 0 else { return true }
        let count = (connections[number]?.badReferrals ?? 0) + decoded.badReferrals
        connections[number]?.badReferrals = count
        guard count >= Limits.badReferrals else { return true }
        finish(number, .misbehaved("it referred to nodes that cannot be"))
        return false
    }

    /// Nothing more is to be read for now.
    func turnEnded(_ number: UInt64, isWithinFrame: Bool) {
        if isWithinFrame, connections[number]?.frameSince == nil { connections[number]?.frameSince = attendedTime() }
        reading = nil
        settle()
    }
}

extension Frame {
    /// Whether it carries what members said: many, large, and to be had elsewhere.
    var isFlood: Bool {
        switch self {
        case .flood, .syncReply: true
        default: false
        }
    }
}

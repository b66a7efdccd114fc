import NIOCore
import PeerBase
import Testing

@testable import MeshTransport

@Suite("What flows on a link") struct LinkFlowTests {
    private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

    @Test("Control frames leave before floods; a flood beyond 256 finds no room, a control frame does")
    func queue() {
        var queue = OutboundQueue<Int>(.standard)
        for number in 0..<256 { #expect({ queue.append(number, count: 100, isFlood: true) }()) }
        #expect(queue.isFull)
        #expect(!{ queue.append(999, count: 1, isFlood: true) }())
        #expect({ queue.append(1000, count: 1, isFlood: false) }())
        #expect({ queue.popFirst() }() == 1000)
        for number in 0..<127 { #expect({ queue.popFirst() }() == number) }
        #expect(!queue.isRoomy)
        #expect({ queue.popFirst() }() == 127)
        #expect(queue.isRoomy)
    }

    @Test("A mebibyte of floods fills the queue; one that is larger than all still fits an empty one")
    func weight() {
        var queue = OutboundQueue<Int>(.standard)
        #expect({ queue.append(1, count: 1_052_672, isFlood: true) }())
        #expect(queue.isFull)
        #expect({ queue.popFirst() }() == 1)
        #expect(queue.isEmpty)
    }

    @Test("Control frames are bounded, too")
    func controlBound() {
        var queue = OutboundQueue<Int>(.standard)
        for number in 0..<1024 { #expect({ queue.append(number, count: 1, isFlood: false) }()) }
        #expect(!{ queue.append(1024, count: 1, isFlood: false) }())
    }

    @Test("Four hundred floods may come at once, the next ones are read at two hundred a second")
    func floods() {
        var rate = InboundRate(.standard)
        for _ in 0..<400 { #expect({ rate.came(bytes: 100, isFlood: true, now: .zero) }() == .fine) }
        #expect({ rate.came(bytes: 100, isFlood: true, now: .zero) }() == .pause(until: at(0.005)))
        #expect({ rate.came(bytes: 100, isFlood: true, now: at(0.005)) }() == .pause(until: at(0.010)))
    }

    @Test("Two mebibytes may come at once")
    func bytes() {
        var rate = InboundRate(.standard)
        #expect({ rate.came(bytes: 2 << 20, isFlood: false, now: .zero) }() == .fine)
        #expect({ rate.came(bytes: 1 << 20, isFlood: false, now: .zero) }() == .pause(until: at(1)))
    }

    @Test("Thirty seconds of excess end the link; a rest in between starts anew")
    func excess() {
        var rate = InboundRate(.standard)
        rate.burst(3 << 20, now: .zero)
        for second in 1..<30 { #expect({ rate.burst(1 << 20, now: at(Double(second))) }() != .close) }
        #expect({ rate.burst(1 << 20, now: at(30)) }() == .close)

        var rested = InboundRate(.standard)
        rested.burst(3 << 20, now: .zero)
        #expect({ rested.burst(1 << 20, now: at(20)) }() == .fine)
        rested.burst(3 << 20, now: at(25))
        #expect({ rested.burst(1 << 20, now: at(31)) }() != .close)
    }

    @Test("Frames are cut at their lengths, wherever the network cuts them")
    func splitting() throws {
        let processor = NIOSingleStepByteToMessageProcessor(FrameSplitter(limit: 16), maximumBufferSize: 64)
        var frames: [[UInt8]] = []
        for byte: UInt8 in [0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9] {
            try processor.process(buffer: ByteBuffer(bytes: [byte])) { frames.append(Array($0.readableBytesView)) }
        }
        #expect(frames == [[7, 8], [9]])
    }

    @Test(
        "Impossible lengths are refused at their fourth byte",
        arguments: [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 17]] as [[UInt8]])
    func lengths(bytes: [UInt8]) {
        let processor = NIOSingleStepByteToMessageProcessor(FrameSplitter(limit: 16), maximumBufferSize: 64)
        #expect(throws: FrameLengthFault.self) { try processor.process(buffer: ByteBuffer(bytes: bytes)) { _ in } }
    }
}

extension InboundRate {
    @discardableResult
    fileprivate mutating func burst(_ bytes: Int, now: Instant) -> Verdict {
        came(bytes: bytes, isFlood: false, now: now)
    }
}

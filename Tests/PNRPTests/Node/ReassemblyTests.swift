import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Fragments become whole again, or nothing (wire 5.2, behaviour 5)")
struct ReassemblyTests {
    private let source = VirtualCloud.endpoint(1)
    private let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    @Test("one piece is whole at once")
    func whole() {
        var table = Reassembly()
        let piece = Authority(acked: 1, size: 4, offset: 0, fragment: [1, 2, 3, 4])
        #expect(table.receive(piece, id: 5, from: source) == .complete([1, 2, 3, 4]))
        #expect(table.count == 0)
    }

    @Test("three pieces in any order", arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]])
    func anyOrder(order: [Int]) {
        var table = Reassembly()
        let pieces = cut(bytes)
        #expect(table.receive(pieces[order[0]], id: 5, from: source) == .incomplete)
        #expect(table.receive(pieces[order[1]], id: 5, from: source) == .incomplete)
        #expect(table.receive(pieces[order[2]], id: 5, from: source) == .complete(bytes))
        #expect(table.count == 0)
    }

    @Test("the largest buffer there can be fills all 32 places")
    func largest() {
        var table = Reassembly()
        let large = (0..<AuthorityBuffer.maximumSize).map { UInt8(truncatingIfNeeded: $0 / 11) }
        let pieces = cut(large)
        #expect(pieces.count == 32)
        for piece in pieces.dropLast() { #expect(table.receive(piece, id: 5, from: source) == .incomplete) }
        #expect(table.receive(pieces[31], id: 5, from: source) == .complete(large))
    }

    @Test("a piece that comes twice changes nothing; one that disagrees ends the set")
    func overlap() {
        var table = Reassembly()
        var pieces = cut(bytes)
        #expect(table.receive(pieces[0], id: 5, from: source) == .incomplete)
        #expect(table.receive(pieces[0], id: 5, from: source) == .incomplete)
        pieces[0].fragment[17] ^= 1
        #expect(isInvalid(table.receive(pieces[0], id: 5, from: source)))
        #expect(table.count == 0)
    }

    @Test("a piece that states another size ends the set")
    func otherSize() {
        var table = Reassembly()
        var pieces = cut(bytes)
        #expect(table.receive(pieces[0], id: 5, from: source) == .incomplete)
        pieces[1].size += 1
        #expect(isInvalid(table.receive(pieces[1], id: 5, from: source)))
        #expect(table.count == 0)
    }

    @Test("pieces begin at multiples of 1188, and only the last is shorter", arguments: [1, 1187, 1189])
    func offsets(offset: UInt16) {
        var table = Reassembly()
        let piece = Authority(acked: 1, size: 3000, offset: offset, fragment: Array(repeating: 0, count: 100))
        #expect(isInvalid(table.receive(piece, id: 5, from: source)))
        let short = Authority(acked: 1, size: 3000, offset: 1188, fragment: Array(repeating: 0, count: 100))
        #expect(isInvalid(table.receive(short, id: 5, from: source)))
        #expect(table.count == 0)
    }

    @Test("the last piece is no longer than the others, and not empty")
    func lastPiece() {
        var table = Reassembly()
        let long = Authority(acked: 1, size: 3000, offset: 1188, fragment: Array(repeating: 0, count: 1812))
        #expect(isInvalid(table.receive(long, id: 5, from: source)))
        let empty = Authority(acked: 1, size: 2376, offset: 2376, fragment: [])
        #expect(isInvalid(table.receive(empty, id: 5, from: source)))
        #expect(table.count == 0)
    }

    @Test("a new set, or another sender, does not mix with the old one")
    func sets() {
        var table = Reassembly()
        let pieces = cut(bytes)
        #expect(table.receive(pieces[0], id: 5, from: source) == .incomplete)
        #expect(table.receive(pieces[1], id: 6, from: source) == .incomplete)
        #expect(table.receive(pieces[2], id: 6, from: source) == .incomplete)
        #expect(table.receive(pieces[2], id: 6, from: VirtualCloud.endpoint(2)) == .incomplete)
        #expect(table.count == 1)
        #expect(table.receive(pieces[0], id: 7, from: source) == .incomplete)
        #expect(table.receive(pieces[1], id: 7, from: source) == .incomplete)
        #expect(table.receive(pieces[2], id: 7, from: source) == .complete(bytes))
    }

    @Test("no more than 64 sets are held")
    func cap() {
        var table = Reassembly()
        for request in 0..<100 {
            var piece = cut(bytes)[0]
            piece.acked = MessageID(request)
            #expect(table.receive(piece, id: 5, from: source) == .incomplete)
        }
        #expect(table.count == Limits.reassemblies)
        table.discard(0)
        #expect(table.count == Limits.reassemblies - 1)
    }

    private func cut(_ bytes: [UInt8]) -> [Authority] {
        stride(from: 0, to: bytes.count, by: 1188).map { offset in
            Authority(
                acked: 1, size: UInt16(bytes.count), offset: UInt16(offset),
                fragment: Array(bytes[offset..<min(offset + 1188, bytes.count)]))
        }
    }

    private func isInvalid(_ result: Reassembly.Result) -> Bool {
        if case .invalid = result { true } else { false }
    }
}

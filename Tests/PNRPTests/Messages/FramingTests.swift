import PNRP
import PeerBase
import Testing

@Suite("Header and elements (wire 2)")
struct FramingTests {
    @Test("every fixed byte of the header counts (wire 2.3)", arguments: 0..<8)
    func fixedBytes(offset: Int) {
        for value in UInt8.min...UInt8.max where value != Section15.ack[offset] {
            let bytes = Section15.ack.replacing(at: offset, with: [value])
            #expect(refusal { () throws(DecodeError) in try decode(bytes) } != nil, "\(value)")
        }
    }

    @Test("only the eight assigned types are messages", arguments: UInt8.min...UInt8.max)
    func types(type: UInt8) {
        let reason = refusal { () throws(DecodeError) in try decode(Datagram.header(type)) }
        // A header alone is no message of any type; one of an unassigned type is refused for that.
        let assigned: [UInt8] = [1, 2, 3, 4, 7, 8, 9, 11]
        #expect(reason == (assigned.contains(type) ? .missing : .invalidValue))
    }

    @Test(
        "unknown elements are passed over wherever they stand (wire 17.23)", arguments: WorkedExample.withoutAuthorities
    )
    func unknown(example: WorkedExample) throws {
        let elements = Datagram.elements(of: example.bytes)
        let strangers = [
            Datagram.element(0x009f, [1, 2, 3, 4]), Datagram.element(0x7fff, []), Datagram.element(0x0000, [9]),
            Datagram.element(0xffff, Array(repeating: 0xee, count: 1001)),
        ]
        for stranger in strangers {
            for place in 0...elements.count {
                var parts = elements.map(Datagram.padded)
                parts.insert(stranger, at: place)
                #expect(try decode(Array(example.bytes.prefix(12)) + parts.joined()) == example.message)
            }
        }
    }

    @Test(
        "a known element that does not belong there is refused (wire 2.2 rule 5)",
        arguments: WorkedExample.withoutAuthorities)
    func foreign(example: WorkedExample) {
        let elements = Datagram.elements(of: example.bytes).map(Datagram.padded)
        for stranger in Self.known {
            for place in 0...elements.count where !Self.belongs(stranger, at: place, in: elements) {
                var parts = elements
                parts.insert(Datagram.element(stranger, Array(repeating: 0, count: 16)), at: place)
                let bytes = Array(example.bytes.prefix(12)) + parts.joined()
                let reason = refusal { () throws(DecodeError) in try decode(bytes) }
                #expect(reason != nil, "\(String(stranger, radix: 16)) before element \(place)")
            }
        }
    }

    @Test("no element stands twice", arguments: WorkedExample.withoutAuthorities)
    func repeated(example: WorkedExample) {
        let elements = Datagram.elements(of: example.bytes).map(Datagram.padded)
        for index in elements.indices {
            var parts = elements
            parts.insert(elements[index], at: index)
            let bytes = Array(example.bytes.prefix(12)) + parts.joined()
            #expect(refusal { () throws(DecodeError) in try decode(bytes) } != nil, "element \(index)")
        }
    }

    @Test("elements stand in their order", arguments: WorkedExample.withoutAuthorities)
    func outOfOrder(example: WorkedExample) {
        let elements = Datagram.elements(of: example.bytes).map(Datagram.padded)
        for first in elements.indices {
            for second in elements.indices where first < second {
                var parts = elements
                parts.swapAt(first, second)
                let bytes = Array(example.bytes.prefix(12)) + parts.joined()
                #expect(refusal { () throws(DecodeError) in try decode(bytes) } != nil, "\(first) and \(second)")
            }
        }
    }

    @Test(
        "every element must be there, unless the layout says it may be absent (wire 4)",
        arguments: WorkedExample.withoutAuthorities)
    func missing(example: WorkedExample) {
        let elements = Datagram.elements(of: example.bytes)
        let optional: [UInt16: [UInt16]] = [
            1: [0x0044, 0x009a], 4: [0x009a, 0x009c], 7: [0x0093], 9: [0x0040], 11: [0x009a],
        ]
        for index in elements.indices {
            var parts = elements
            let id = UInt16(parts[index][0]) << 8 | UInt16(parts[index][1])
            parts.remove(at: index)
            let reason = refusal { () throws(DecodeError) in
                try decode(Array(example.bytes.prefix(12)) + parts.joined())
            }
            let mayBeAbsent = optional[UInt16(example.bytes[7])]?.contains(id) ?? false
            #expect((reason == nil) == mayBeAbsent, "\(String(id, radix: 16))")
        }
    }

    @Test(
        "a Length below four or beyond the end is refused (wire 2.2 rule 4)",
        arguments: WorkedExample.withoutAuthorities)
    func lengths(example: WorkedExample) {
        var start = 12
        for element in Datagram.elements(of: example.bytes) {
            let stated = Int(element[2]) << 8 | Int(element[3])
            for length in [0, 1, 2, 3, stated - 1, stated + 1, example.bytes.count - start + 1, 0xffff] {
                let bytes = example.bytes.replacing(at: start + 2, with: Datagram.bigEndian(UInt16(length)))
                let isRevocation = element.starts(with: [0x00, 0x9c])
                // One byte more or less of a revocation is a matter of its content (wire 17.25).
                guard !isRevocation || abs(length - stated) != 1 else { continue }
                #expect(refusal { () throws(DecodeError) in try decode(bytes) } != nil, "\(length) at \(start)")
            }
            start += element.count
        }
    }

    @Test("padding may hold anything between elements (wire 2.2 rule 6)")
    func paddingBetween() throws {
        let solicit = Section15.solicit.replacing(at: 18, with: [0xaa, 0xbb]).replacing(at: 78, with: [0xcc, 0xdd])
        #expect(try decode(solicit) == (try decode(Section15.solicit)))
        let flood = Section15.flood.replacing(at: 19, with: [0xff])
        #expect(try decode(flood) == (try decode(Section15.flood)))
    }

    @Test("ACK with flags ends after 26 bytes, and is borne with its padding (wire 2.2 rule 3)")
    func ack() throws {
        let padded = Section15.ackNotFound + [0, 0]
        #expect(try decode(padded) == (try decode(Section15.ackNotFound)))
        #expect(try decode(padded).encoded() == Section15.ackNotFound)
        let filled = Section15.ackNotFound + [1, 0]
        #expect(refusal { () throws(DecodeError) in try decode(filled) } == .trailingBytes)
    }

    private static let known: [UInt16] = [
        0x0010, 0x0018, 0x0030, 0x0038, 0x0039, 0x0040, 0x0043, 0x0044, 0x0045, 0x005a, 0x0060, 0x0080, 0x0084,
        0x0085, 0x0092, 0x0093, 0x0098, 0x009a, 0x009b, 0x009c, 0x009d, 0x009e,
    ]

    /// Whether an element of 16 data bytes would be legal there: only a revocation or a nonce of any content is.
    private static func belongs(_ id: UInt16, at place: Int, in elements: [[UInt8]]) -> Bool {
        let ids = elements.map { UInt16($0[0]) << 8 | UInt16($0[1]) }
        guard id == 0x009c, ids.contains(0x0043), !ids.contains(0x009c) else { return false }
        return place == 2
    }
}

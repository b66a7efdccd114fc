import PNRP
import PeerBase
import PeerIdentity
import Testing

@Suite("The worked examples of wire 15")
struct WorkedExampleTests {
    @Test("bytes to message", arguments: WorkedExample.all)
    func decoded(example: WorkedExample) throws {
        #expect(try decode(example.bytes) == example.message)
    }

    @Test("message to bytes", arguments: WorkedExample.all)
    func encoded(example: WorkedExample) {
        #expect(example.message.encoded() == example.bytes)
    }

    @Test("they have the sizes that the text gives (wire 4.10)")
    func sizes() {
        let sizes = WorkedExample.all.map(\.bytes.count)
        #expect(sizes == [20, 26, 104, 36, 88, 76, 146, 76, 126, 36, 96, 549, 474])
    }

    /// Where cutting an example leaves a shorter message that is legal: after ACK's header, and after INQUIRE without
    /// its nonce, each with one zero byte more, which counts as the start of padding (wire 2.2 rule 3, 4.5, 4.7). A
    /// piece of an AUTHORITY may have any length but none; whether it fits is found out when pieces are put together.
    private static func legalCuts(_ example: WorkedExample) -> [Int] {
        switch example.message.body {
        case .ack(let ack): ack.notFound ? [20, 21] : []
        case .inquire: [56, 57]
        case .authority: Array(29..<example.bytes.count)
        default: []
        }
    }

    @Test("cut short anywhere, an example is refused", arguments: WorkedExample.all)
    func truncated(example: WorkedExample) {
        let accepted = (0..<example.bytes.count).filter { length in
            refusal { () throws(DecodeError) in try decode(Array(example.bytes.prefix(length))) } == nil
        }
        #expect(accepted == Self.legalCuts(example))
    }

    @Test("the two shorter messages mean what they say")
    func shorter() throws {
        let ack = try decode(Array(Section15.ackNotFound.prefix(20)))
        #expect(ack.body == .ack(Ack(acked: 0xa1b2_c3d4, notFound: false)))
        let flags: InquireFlags = [.cpa, .extendedPayload, .certificateChain]
        let inquire = try decode(Array(Section15.inquire.prefix(56)))
        #expect(inquire.body == .inquire(Inquire(flags: flags, validate: Common.id, nonce: nil)))
    }

    @Test(
        "a message ends with its last element; up to three zero bytes are borne (wire 2.2 rule 3)",
        arguments: WorkedExample.withoutAuthorities)
    func trailing(example: WorkedExample) throws {
        for count in 1...3 {
            let zeros = Array(repeating: UInt8(0), count: count)
            #expect(try decode(example.bytes + zeros) == example.message)
            for place in zeros.indices {
                let rest = zeros.replacing(at: place, with: [1])
                #expect(refusal { () throws(DecodeError) in try decode(example.bytes + rest) } == .trailingBytes)
            }
        }
        for count in 4...9 {
            let zeros = Array(repeating: UInt8(0), count: count)
            #expect(refusal { () throws(DecodeError) in try decode(example.bytes + zeros) } != nil, "\(count) bytes")
        }
    }

    @Test(
        "with any bit flipped, an example is refused or means something that can be said again",
        arguments: WorkedExample.all)
    func flipped(example: WorkedExample) throws {
        var accepted = 0
        for bit in 0..<8 * example.bytes.count {
            guard let message = try? decode(example.bytes.flipping(bit: bit)) else {
                #expect(!(64..<96).contains(bit), "any MessageID is as good as another")
                continue
            }
            accepted += 1
            #expect(bit >= 56, "the first seven bytes are fixed (wire 2.3)")
            #expect(try decode(message.encoded()) == message, "bit \(bit)")
        }
        #expect(accepted >= 32)
    }

    @Test("with any bit flipped, a buffer, its record and a revocation are refused or read")
    func flippedInside() throws {
        let buffer = Array(Section15.authorityWithRecord[28...])
        for bit in 0..<8 * buffer.count {
            guard let read = try? decodeBuffer(buffer.flipping(bit: bit)) else { continue }
            #expect(try decodeBuffer(read.encoded()) == read, "bit \(bit)")
        }
        let records = [Array(buffer.suffix(425)), Array(Section15.floodWithRevocation[60..<441])]
        for record in records {
            for bit in 0..<8 * record.count {
                let bytes = record.flipping(bit: bit)
                guard let read = try? decodeRecord(bytes) else { continue }
                // What came in goes out unchanged, or a signature over it could not be checked.
                #expect(read.encoded() == bytes, "bit \(bit)")
            }
        }
    }
}

@Suite("The record of wire 15.7 and the revocation of 15.8")
struct WorkedRecordTests {
    private static func buffer() throws -> AuthorityBuffer {
        try decodeBuffer(Array(Section15.authorityWithRecord[28...]))
    }

    @Test("the answer of 15.6 that names a next hop, and the one that names none")
    func answersToLookup() throws {
        let none = try decodeBuffer(Array(Section15.authorityNotFound[28...]))
        #expect(none == AuthorityBuffer(flags: .notFound))
        let hop = try decodeBuffer(Array(Section15.authorityNextHop[28...]))
        #expect(hop == AuthorityBuffer(flags: [], routeEntry: Common.route))
        #expect(hop.messages(acking: 0x6666_6666, id: 0x7777_7773).map { $0.encoded() } == [Section15.authorityNextHop])
    }

    @Test("the buffer holds classifier, route entry and record, and is written as it was read")
    func answerToInquire() throws {
        let buffer = try Self.buffer()
        #expect(buffer.flags == [])
        #expect(buffer.certificateChain == nil)
        #expect(buffer.classifier == "swift")
        #expect(buffer.extendedPayload == nil)
        #expect(buffer.routeEntry == Common.route)
        #expect(buffer.cpa?.count == 425)
        let messages = buffer.messages(acking: 0x5555_5556, id: 0x7777_7774)
        #expect(messages.map { $0.encoded() } == [Section15.authorityWithRecord])
    }

    @Test("every field of the record")
    func record() throws {
        let record = try decodeRecord(try #require(try Self.buffer().cpa))
        #expect(!record.isRevocation)
        #expect(!record.hasExtendedPayload)
        #expect(record.notAfter == Common.notAfter)
        #expect(record.serviceLocation == Common.location)
        #expect(record.nonce == Common.inquireNonce)
        #expect(record.authority == nil)
        #expect(record.classifierHash == Common.classifierHash)
        #expect(record.friendlyName == nil)
        #expect(record.serviceAddresses == [Common.nodeA])
        let endpoint = ApplicationEndpoint(address: Common.nodeA.address, port: 80, protocolNumber: 6)
        #expect(record.applicationEndpoints == [endpoint])
        #expect(sha1(record.publicKey).description == "3e9b6c3fe3b30322f189312295aa9721cfe975c8")
        #expect(record.signedBytes.count == 289)
        #expect(sha1(record.signedBytes).description == "282c7512ce6cd3c8113afb121f10bdac9e413cef")
        #expect(record.signature == Section15.authorityWithRecord.suffix(128))
        #expect(record.encoded() == (try Self.buffer().cpa))
    }

    @Test("every field of the revocation")
    func revocation() throws {
        let flood = try #require(try decode(Section15.floodWithRevocation).flood)
        let record = try decodeRecord(try #require(flood.revoke))
        #expect(record.isRevocation)
        #expect(record.nonce == .zero)
        #expect(record.notAfter == Common.notAfter)
        #expect(record.serviceLocation == Common.location)
        #expect(record.classifierHash == Common.classifierHash)
        #expect(record.serviceAddresses == [])
        #expect(record.applicationEndpoints == [])
        #expect(record.signedBytes.count == 245)
        #expect(record.encoded() == flood.revoke)
    }

    @Test("the same values, made here, give the same bytes to sign", arguments: [true, false])
    func madeHere(isRevocation: Bool) throws {
        let buffer = try Self.buffer()
        let example = isRevocation ? Array(Section15.floodWithRevocation[60..<441]) : try #require(buffer.cpa)
        let read = try decodeRecord(example)
        let made = CertifiedPeerAddress(
            isRevocation: isRevocation, hasExtendedPayload: false, notAfter: Common.notAfter,
            serviceLocation: Common.location, nonce: isRevocation ? .zero : Common.inquireNonce, authority: nil,
            classifierHash: Common.classifierHash, friendlyName: nil,
            serviceAddresses: isRevocation ? [] : [Common.nodeA],
            applicationEndpoints: isRevocation
                ? [] : [ApplicationEndpoint(address: Common.nodeA.address, port: 80, protocolNumber: 6)],
            publicKey: read.publicKey, signature: read.signature)
        #expect(made.signedBytes == read.signedBytes)
        #expect(made.encoded() == example)
    }

    @Test("the identifiers of the common values follow from the name")
    func identifiers() throws {
        let name = try PeerName("0.swift")
        #expect(name.classifierHash(sha1: sha1) == Common.classifierHash)
        #expect(name.p2pID(sha1: sha1) == Common.p2pID)
        #expect(sha1(Common.nonce.bytes) == Common.hashedNonce)
    }
}

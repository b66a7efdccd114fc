import Foundation
import Mesh
import Testing

@testable import MeshFrames

@Suite("Contents of messages")
struct ContentTests {
    static func content(_ body: Content.Body) -> Content {
        Content(
            meshHash: [UInt8](repeating: 1, count: 32), path: "chat", sender: Sample.member(2), nickname: "Änne",
            sequence: 1, opening: .max, time: 1_800_000_000_000, body: body)
    }

    static let all: [Content.Body] = [
        .text("hello"), .text(""), .text("two\nlines 🦆"),
        .presence(Content.Presence(state: .joined, agreementKey: [UInt8](repeating: 3, count: 32))),
        .presence(Content.Presence(state: .leaving, agreementKey: [])),
        .sealed(recipient: Sample.member(4), box: [UInt8](repeating: 5, count: Limits.boxBytes)), .unknown(kind: 99),
    ]

    @Test("what is written is read again", arguments: all)
    func roundTrip(_ body: Content.Body) throws {
        for certificates in [[], [[1, 2], [UInt8](repeating: 3, count: Limits.certificateBytes)]] {
            let signed = ContentCoder.Signed(content: Self.content(body), certificates: certificates)
            #expect(try ContentCoder.decode(ContentCoder.encode(signed)) == signed)
        }
    }

    @Test("a field that cannot be makes the whole no content")
    func fields() {
        #expect(fault { _ in } == nil)
        #expect(fault { $0.mesh = Sample.data(31) } == .invalid("mesh"))
        #expect(fault { $0.path = String(repeating: "p", count: 4097) } == .invalid("path"))
        #expect(fault { $0.path = String(repeating: "p", count: 4096) } == nil)
        #expect(fault { $0.sender = Sample.data(0) } == .invalid("member"))
        #expect(fault { $0.sequence = 0 } == .invalid("sequence number"))
        #expect(fault { $0.kind = 0 } == .invalid("kind of content"))
        #expect(fault { $0.payload = Data([0xC3, 0x28]) } == .invalid("text"))
        #expect(fault { $0.certificates = [Data()] } == .invalid("certificate"))
        #expect(fault { $0.certificates = [Sample.data(4097)] } == .invalid("certificate"))
        #expect(fault { $0.certificates = Array(repeating: Sample.data(1), count: 5) } == .invalid("certificate"))
    }

    @Test("a nickname is short and on one line, and cannot move the cursor")
    func nicknames() {
        for good in ["", "Änne", String(repeating: "n", count: 64), "\u{5D0}\u{5D1}"] {
            #expect(fault { $0.nickname = good } == nil)
        }
        for bad in [String(repeating: "n", count: 65), "a\nb", "\u{1B}[31m", "a\u{202E}b", "a\u{85}b", "a\u{2028}"] {
            #expect(fault { $0.nickname = bad } == .invalid("nickname"))
        }
    }

    @Test("signs of life and sealed messages are checked inside")
    func payloads() {
        func presence(_ change: (inout WirePresence) -> Void) -> FrameFault? {
            var wire = WirePresence()
            wire.state = 1
            change(&wire)
            return fault {
                $0.kind = 2
                $0.payload = Data(wire.encoded())
            }
        }
        #expect(presence { _ in } == nil)
        #expect(presence { $0.state = 0 } == .invalid("presence"))
        #expect(presence { $0.state = 4 } == .invalid("presence"))
        #expect(presence { $0.agreementKey = Sample.data(31) } == .invalid("agreement key"))
        func sealed(_ change: (inout WireSealed) -> Void) -> FrameFault? {
            var wire = WireSealed()
            wire.recipient = Sample.data(32)
            change(&wire)
            return fault {
                $0.kind = 3
                $0.payload = Data(wire.encoded())
            }
        }
        #expect(sealed { _ in } == nil)
        #expect(sealed { $0.recipient = Sample.data(31) } == .invalid("member"))
        #expect(sealed { $0.box = Sample.data(Limits.boxBytes + 1) } == .invalid("sealed message"))
        #expect(
            fault {
                $0.kind = 2
                $0.payload = Data([0xFF])
            } == .unreadable)
    }

    @Test("a text that is no UTF-8 in a text field is refused")
    func text() {
        // Field 4, the nickname, two bytes that are none.
        let bytes = ContentCoder.encode(.init(content: Self.content(.text("hello")))) + [0x22, 0x02, 0xC3, 0x28]
        #expect(throws: FrameFault.unreadable) { try ContentCoder.decode(bytes) }
    }

    private func fault(_ change: (inout WireContent) -> Void) -> FrameFault? {
        let bytes = ContentCoder.encode(.init(content: Self.content(.text("hello"))))
        guard var wire = try? WireContent(decoding: bytes) else { return .unreadable }
        change(&wire)
        do throws(FrameFault) {
            _ = try ContentCoder.decode(wire.encoded())
            return nil
        } catch {
            return error
        }
    }
}

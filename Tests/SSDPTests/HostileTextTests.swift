import PeerBase
import SSDP
import Testing

/// What a neighbour may send instead.
@Suite struct HostileTextTests {
    @Test(arguments: [
        "fe80::1:3540", "[fe80::1]", "[fe80::1]:", "[fe80::1]:65536", "[fe80::1]:-1", "[fe80::1]:+1",
        "[fe80::1]:999999",
        "[fe80::1]3540", "[fe80::1%2]:3540", "[fe80::1%eth0]:3540", "[fe80::1]%2:3540", "[]:3540", "[::g]:1", "[1]:1",
        "[192.0.2.1]:3540", "192.0.2.1:3540", "[fe80::1]:3540x", "[[fe80::1]]:3540", "]:3540", "[", "]", "",
        "[é::1]:3540",
        "[fe80::1]]:3540", "[0000:0000:0000:0000:0000:0000:255.255.255.2550]:1", "http://[fe80::1]:3540/",
    ])
    func anEndpointIsAnAddressInBracketsAndAPort(value: String) {
        let answer = text("HTTP/1.1 200 OK", "ST:\(SSDPScope.linkLocal.target)", "AL:\(value)")
        #expect(refusal(answer) == .malformed(DecodeError(Field("AL", "wire 14.2"), .invalidValue)))
        let byebye = text(
            "NOTIFY * HTTP/1.1", "NT:\(SSDPScope.linkLocal.target)", "NTS:ssdp:byebye", "USN:\(value)")
        #expect(refusal(byebye) == .malformed(DecodeError(Field("USN", "wire 14.3"), .invalidValue)))
    }

    @Test func whatMustBeThereIsThereOnce() {
        let target = "ST:\(SSDPScope.linkLocal.target)"
        let man = #"Man:"ssdp:discover""#
        #expect(reason("M-SEARCH * HTTP/1.1", man, "MX:3") == .missing)
        #expect(reason("M-SEARCH * HTTP/1.1", target, "MX:3") == .missing)
        #expect(reason("M-SEARCH * HTTP/1.1", target, man) == .missing)
        #expect(reason("M-SEARCH * HTTP/1.1", target, man, "MX:3", "mx:1") == .unexpected)
        #expect(reason("M-SEARCH * HTTP/1.1", target, man, "MX:-3") == .invalidValue)
        #expect(reason("M-SEARCH * HTTP/1.1", target, man, "MX:") == .invalidValue)
        #expect(reason("M-SEARCH * HTTP/1.1", target, man, "MX:99999999999999999999") == .invalidValue)
        #expect(reason("M-SEARCH * HTTP/1.1", target, "Man:ssdp:discover", "MX:3") == .invalidValue)
        #expect(reason("HTTP/1.1 200 OK", target) == .missing)
        #expect(reason("HTTP/1.1 200 OK", target, target, "AL:[fe80::1]:3540") == .unexpected)
        #expect(reason("HTTP/1.1 404 Not Found", target, "AL:[fe80::1]:3540") == .invalidValue)
        let notified = "NT:\(SSDPScope.linkLocal.target)"
        #expect(reason("NOTIFY * HTTP/1.1", notified, "AL:[fe80::1]:3540") == .missing)
        #expect(reason("NOTIFY * HTTP/1.1", notified, "NTS:ssdp:alive", "USN:[fe80::1]:3540") == .missing)
        #expect(reason("NOTIFY * HTTP/1.1", notified, "NTS:ssdp:update", "AL:[fe80::1]:3540") == .invalidValue)
    }

    /// A value that goes on in the next line would be read as another than it is.
    @Test func aContinuedLineIsRefused() {
        #expect(
            reason("HTTP/1.1 200 OK", "ST:\(SSDPScope.linkLocal.target)", " and more", "AL:[fe80::1]:3540")
                == .invalidValue)
        #expect(
            reason("HTTP/1.1 200 OK", "ST:\(SSDPScope.linkLocal.target)", "\tx:y", "AL:[fe80::1]:3540") == .unexpected)
    }

    @Test func sizesAreBounded() throws {
        let good = ["HTTP/1.1 200 OK", "ST:\(SSDPScope.linkLocal.target)", "AL:[fe80::1]:3540"]
        func padded(headers: Int) -> [UInt8] { text(good + Array(repeating: "a:b", count: headers - 2)) }
        #expect(try SSDPMessage(parsing: padded(headers: 32).span) == .answer(.linkLocal, one))
        #expect(refusal(padded(headers: 33)) != nil)

        func long(_ length: Int) -> [UInt8] { text(good + ["x:" + String(repeating: "y", count: length - 2)]) }
        #expect(try SSDPMessage(parsing: long(512).span) == .answer(.linkLocal, one))
        #expect(refusal(long(513)) != nil)
        #expect(refusal(long(513).filter { $0 != 0x0d }) != nil)

        let body = text(good)
        let full = body + [UInt8](repeating: 0, count: 2048 - body.count)
        #expect(try SSDPMessage(parsing: full.span) == .answer(.linkLocal, one))
        #expect(refusal(full + [0]) != nil)
    }

    /// An empty line ends a message; before it nothing counts.
    @Test func everyTruncationIsRefused() {
        for whole in everyMessage(.linkLocal).map({ $0.encoded() }) + [windowsAnswer] {
            let accepted = (0..<whole.count).filter { refusal(Array(whole.prefix($0))) == nil }
            #expect(accepted.isEmpty, "of \(whole.count) bytes")
        }
    }

    /// Whatever a flipped bit makes of a message, it is refused or is a message that can be written and read again.
    @Test func flippedBitsAreRefusedOrMakeAnotherMessage() throws {
        for whole in everyMessage(.linkLocal).map({ $0.encoded() }) + [windowsAnswer] {
            let accepted = whole.indices.compactMap { index in
                var bytes = whole
                bytes[index] ^= 1 << (index % 8)
                return try? SSDPMessage(parsing: bytes.span)
            }
            #expect(try Set(accepted).allSatisfy { try SSDPMessage(parsing: $0.encoded().span) == $0 })
        }
    }

    /// Halves of messages in any order get further than plain noise before they fail, and some do not fail.
    @Test(arguments: 0..<4 as Range<UInt64>) func noiseIsRefused(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let pieces = everyMessage(.linkLocal).map { $0.encoded() } + [Array("\r\n".utf8), Array(":".utf8)]
        for _ in 0..<100 {
            let noise = random.bytes(Int.random(in: 0...2100, using: &random))
            var mixture: [UInt8] = []
            for _ in 0..<6 {
                let piece = pieces[Int.random(in: pieces.indices, using: &random)]
                mixture += piece.prefix(Int.random(in: 0...piece.count, using: &random))
            }
            let read = try? SSDPMessage(parsing: mixture.span)
            let again = read.flatMap { try? SSDPMessage(parsing: $0.encoded().span) }
            guard refusal(noise) == nil || read != again else { continue }
            Issue.record("seed \(seed)")
        }
    }

    private func refusal(_ bytes: [UInt8]) -> SSDPRefusal? {
        do throws(SSDPRefusal) {
            _ = try SSDPMessage(parsing: bytes.span)
            return nil
        } catch {
            return error
        }
    }

    private func reason(_ lines: String...) -> DecodeError.Reason? {
        guard case .malformed(let error) = refusal(text(lines)) else { return nil }
        return error.reason
    }
}

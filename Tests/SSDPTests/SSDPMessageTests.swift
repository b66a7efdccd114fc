import PeerBase
import SSDP
import Testing

/// The texts of wire 14, byte for byte.
@Suite struct SSDPMessageTests {
    @Test func aSearchIsTheOneCaptured() {
        let bytes = SSDPMessage.search(.linkLocal, maximumDelay: 3).encoded()

        #expect(
            bytes
                == text(
                    "M-SEARCH * HTTP/1.1", "Host:[FF02::C]:1900",
                    "ST:urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:LinkLocal",
                    #"Man:"ssdp:discover""#, "MX:3"))
        #expect(bytes.count == 146)
    }

    @Test func anAnswerNamesTheEndpoint() {
        #expect(
            SSDPMessage.answer(.linkLocal, one).encoded()
                == text(
                    "HTTP/1.1 200 OK", "ST:urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:LinkLocal",
                    "USN:[fe80::1]:3540", "Location:[fe80::1]:3540", "AL:[fe80::1]:3540", "Cache-Control:max-age=1800",
                    "Server:p2psh", "Ext:"))
    }

    @Test func announcementsAreThoseOfTheDescription() {
        let head = [
            "NOTIFY * HTTP/1.1", "Host:[FF02::C]:1900",
            "NT:urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:LinkLocal",
        ]
        #expect(
            SSDPMessage.alive(.linkLocal, one).encoded()
                == text(
                    head + [
                        "NTS:ssdp:alive", "Location:[fe80::1]:3540", "USN:[fe80::1]:3540", "AL:[fe80::1]:3540",
                        "Cache-Control:max-age=1800",
                    ]))
        #expect(
            SSDPMessage.byebye(.linkLocal, one).encoded() == text(head + ["NTS:ssdp:byebye", "USN:[fe80::1]:3540"]))
    }

    @Test(arguments: [(SSDPScope.global, "Global"), (.siteLocal, "SiteLocal"), (.linkLocal, "LinkLocal")])
    func theTargetEndsWithTheScope(scope: SSDPScope, word: String) {
        #expect(scope.target == "urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:" + word)
    }

    @Test(arguments: SSDPScope.allCases) func whatIsWrittenIsRead(scope: SSDPScope) throws {
        for message in everyMessage(scope) {
            #expect(try SSDPMessage(parsing: message.encoded().span) == message)
        }
    }

    /// The answer of wire 14.2, evidently of a Windows host.
    @Test func theAnswerOfAWindowsHostIsRead() throws {
        let endpoint = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 0xaaaa_bbbb_cccc_dddd), port: 3540)
        #expect(try SSDPMessage(parsing: windowsAnswer.span) == .answer(.linkLocal, endpoint))
    }

    @Test func caseOfNamesAndBlanksDoNotMatter() throws {
        let datagram = text(
            "NOTIFY * HTTP/1.1", "hOST: [FF02::C]:1900", "nt: \t\(SSDPScope.global.target)  ", "nts: ssdp:alive",
            "X-Unknown", "al: [2001:DB8:0::0007]:03540 "
        ).filter { $0 != 0x0d }
        #expect(throws: SSDPRefusal.self) { try SSDPMessage(parsing: datagram.span) }

        let readable = String(decoding: datagram, as: UTF8.self).replacing("X-Unknown\n", with: "X-Unknown:\n")
        let endpoint = Endpoint(address: IPv6Address(high: 0x2001_0db8 << 32, low: 7), port: 3540)
        #expect(try SSDPMessage(parsing: Array(readable.utf8).span) == .alive(.global, endpoint))
    }

    @Test(arguments: [
        "ssdp:all", "upnp:rootdevice", "urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:linklocal",
        "urn:Microsoft Windows Peer Name Resolution Protocol:  V4:IPV6:LinkLocal",
        "urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:", "",
    ])
    func aTargetThatDiffersInOneByteIsSomebodyElses(target: String) {
        let search = text("M-SEARCH * HTTP/1.1", "ST:\(target)", #"Man:"ssdp:discover""#, "MX:3")
        #expect(throws: SSDPRefusal.foreign) { try SSDPMessage(parsing: search.span) }
        let answer = text("HTTP/1.1 200 OK", "ST:\(target)", "AL:[fe80::1]:3540")
        #expect(throws: SSDPRefusal.foreign) { try SSDPMessage(parsing: answer.span) }
        let notification = text("NOTIFY * HTTP/1.1", "NT:\(target)", "NTS:ssdp:alive", "AL:[fe80::1]:3540")
        #expect(throws: SSDPRefusal.foreign) { try SSDPMessage(parsing: notification.span) }
    }

    @Test func aByebyeMayNameItsEndpointLikeTheOthers() throws {
        let datagram = text(
            "NOTIFY * HTTP/1.1", "NT:\(SSDPScope.linkLocal.target)", "NTS:ssdp:byebye", "USN:uuid:7",
            "AL:[fe80::1]:3540")
        #expect(try SSDPMessage(parsing: datagram.span) == .byebye(.linkLocal, one))
    }
}

let one = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 3540)

/// Lines as they travel, with the empty one at the end.
func text(_ lines: String...) -> [UInt8] { text(lines) }

func text(_ lines: [String]) -> [UInt8] { Array((lines + ["", ""]).joined(separator: "\r\n").utf8) }

let windowsAnswer = text(
    "HTTP/1.1 200 OK", "ST:urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:LinkLocal",
    "USN:[fe80::aaaa:bbbb:cccc:dddd]:3540", "Location:192.168.1.1", "AL:[fe80::aaaa:bbbb:cccc:dddd]:3540",
    #"OPT:"http://schemas.upnp.org/upnp/1/0/"; ns=01"#, "01-NLS:abcdef0123456789abcdef012345678",
    "Cache-Control:max-age=14400", "Server:Microsoft-Windows-NT/5.1 UPnP/1.0 UPnP-Device-Host/1.0", "Ext:")

func everyMessage(_ scope: SSDPScope) -> [SSDPMessage] {
    let other = Endpoint(address: IPv6Address(high: .max, low: .max), port: 65535)
    return [.search(scope, maximumDelay: 3), .search(scope, maximumDelay: 120)]
        + [one, other].flatMap { [.answer(scope, $0), .alive(scope, $0), .byebye(scope, $0)] }
}

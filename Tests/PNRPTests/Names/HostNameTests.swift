import PNRP
import PeerBase
import Testing

@Suite("Peer names as host names (wire 12)")
struct HostNameTests {
    private static let authority = "4562b4628ac54782dda52789038476237e7c7263"
    private static let letterAuthority = "f162b4628ac54782dda52789038476237e7c7263"

    @Test(
        "the table of wire 12.3, both ways",
        arguments: [
            ("0.johndoe", "johndoe.pnrp.net"),
            ("\(authority).johndoe", "johndoe-p.p\(authority).pnrp.net"),
            ("\(authority).", "p.p\(authority).pnrp.net"),
            ("0.peter", "peter.pnrp.net"),
            ("\(authority).participant", "pparticipant-p.p\(authority).pnrp.net"),
            ("0.my-host", "my-host-p.pnrp.net"),
            ("0.2fast", "p2fast-p.pnrp.net"),
            ("0.bücher", "bcher-kva.pnrp.net"),
            ("0.日本", "p-wgv71a.pnrp.net"),
            ("\(authority).日本", "wgv71a.p\(authority).pnrp.net"),
            ("\(letterAuthority).johndoe", "johndoe-p.\(letterAuthority).pnrp.net"),
            (
                "0." + String(repeating: "a", count: 100),
                "\(String(repeating: "a", count: 63)).\(String(repeating: "a", count: 37))-p.pnrp.net"
            ),
        ])
    func table(name: String, host: String) throws {
        let peerName = try PeerName(name)
        #expect(try HostName.from(peerName) == host)
        #expect(try HostName.peerName(from: host) == peerName)
    }

    @Test(
        "a host name is read whatever the case of suffix and authority, with a dot at the end",
        arguments: [
            ("JohnDoe.pnrp.net", "0.JohnDoe"), ("johndoe.pnrp.net.", "0.johndoe"), ("johndoe.PNRP.NET", "0.johndoe"),
            ("johndoe-p.P\(authority.uppercased()).Pnrp.Net.", "\(authority).johndoe"),
            ("P.p\(authority).pnrp.net", "\(authority)."),
            ("Pparticipant-P.p\(authority).pnrp.net", "\(authority).participant"),
            ("p\(authority).pnrp.net", "0.p\(authority)"),
        ])
    func tolerant(host: String, name: String) throws {
        #expect(try HostName.peerName(from: host).description == name)
    }

    @Test(
        "what is no host name of a peer is refused",
        arguments: [
            ("", .wrongSuffix), (".", .wrongSuffix), ("pnrp.net", .wrongSuffix), ("johndoe", .wrongSuffix),
            ("johndoe.example.net", .wrongSuffix), ("johndoe.pnrp.net..", .wrongSuffix),
            ("johndoepnrp.net", .wrongSuffix), ("johndoe.pnrp.net.evil", .wrongSuffix),
            (".pnrp.net", .undecodable), ("..pnrp.net", .undecodable), ("a..b.pnrp.net", .undecodable),
            (".a.pnrp.net", .undecodable), ("bücher.pnrp.net", .undecodable), ("a b.pnrp.net", .undecodable),
            ("a_b.pnrp.net", .undecodable), ("a\0.pnrp.net", .undecodable), ("e\u{301}.pnrp.net", .undecodable),
            ("x-9.pnrp.net", .undecodable), ("x-99999999.pnrp.net", .undecodable), ("-.pnrp.net", .undecodable),
            ("p-p.pnrp.net", .undecodable), ("x-zzzzzzzzzzzzzzzzzzzzzz.pnrp.net", .undecodable),
            (String(repeating: "a", count: 150) + ".pnrp.net", .undecodable),
            (String(repeating: "a.", count: 200) + "pnrp.net", .undecodable),
            ("x-" + String(repeating: "a", count: 5000) + ".pnrp.net", .undecodable),
        ] as [(String, HostName.ConversionError)])
    func hostile(host: String, fault: HostName.ConversionError) {
        #expect(throws: fault) { try HostName.peerName(from: host) }
    }

    @Test(
        "a classifier that no host name can carry is refused (wire 12.1 rule 2)",
        arguments: [
            ("0.a.b", "."), ("0.a b", " "), ("0.a_b", "_"), ("0.a\u{301}.", "."), ("0.\r\n", "\r"), ("0.a:b", ":"),
            ("\(authority).*", "*"), ("0.\u{7f}", "\u{7f}"),
        ] as [(String, Unicode.Scalar)])
    func unsupported(name: String, scalar: Unicode.Scalar) throws {
        let peerName = try PeerName(name)
        #expect(throws: HostName.ConversionError.unsupportedCharacter(scalar)) { try HostName.from(peerName) }
    }

    @Test("a host name of more than 253 characters is refused")
    func tooLong() throws {
        let scalars = (0..<149).compactMap { Unicode.Scalar(0x4e00 + $0 * 7919 % 20_000) }
        let classifier = String(String.UnicodeScalarView(scalars))
        let name = try PeerName("\(Self.authority).\(classifier)")
        #expect(throws: HostName.ConversionError.tooLong) { try HostName.from(name) }
    }

    @Test("every host name made leads back to its name", arguments: 1...100 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let alphabet = Array("abpPyZ019-äßñ日本語😀П-p").map(String.init)
        var random = RandomSource(seed: seed)
        for _ in 0..<30 {
            let length = Int.random(in: 0...40, using: &random)
            let classifier = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
            let authority: PeerName.Authority =
                Bool.random(using: &random) ? .unsecured : .secure(Common.digest(random.bytes(20).hexText))
            guard let name = try? PeerName(authority: authority, classifier: classifier) else {
                #expect(classifier.isEmpty)
                continue
            }
            do {
                let host = try HostName.from(name)
                #expect(try HostName.peerName(from: host) == name, "\(host)")
                #expect(host.utf8.count <= 253)
                #expect(host.split(separator: ".").allSatisfy { (1...63).contains($0.count) }, "\(host)")
            } catch {
                #expect(error == .tooLong, "\(name)")
            }
        }
    }

    @Test(
        "fillers at the ends are told from letters of the classifier",
        arguments: ["p", "P", "pp", "a-p", "p-p", "-", "--", "-p-", "p-", "1", "ü", "pü", "üp", "9ü9"],
        ["0", authority])
    func fillers(classifier: String, authority: String) throws {
        let name = try PeerName("\(authority).\(classifier)")
        let host = try HostName.from(name)
        #expect(try HostName.peerName(from: host) == name)
    }

    @Test(
        "each fault is told in a sentence",
        arguments: [
            .unsupportedCharacter("\n"), .ambiguous, .tooLong, .wrongSuffix, .undecodable,
        ] as [HostName.ConversionError])
    func sentences(fault: HostName.ConversionError) {
        #expect(fault.description.hasSuffix("."))
        #expect(!fault.description.contains("\n"))
    }
}

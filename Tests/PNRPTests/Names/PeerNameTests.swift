import PNRP
import PeerBase
import PeerIdentity
import Testing

@Suite("Peer names (wire 10.1)")
struct PeerNameTests {
    private static let authority = "6520c005f63fc1864b7d8f3cabebd4916ae7f33d"

    @Test(
        "a name is written as it was read",
        arguments: [
            "0.swift", "0.JohnDoe.Games", "0..", "0. ", "0.日本", "0.😀", "0.=a b", "\(authority).",
            "\(authority).PnrpProtocolV2", "\(authority).a.b", "0.\u{301}a", "0.\r\n",
        ])
    func written(text: String) throws {
        #expect(Array(try PeerName(text).description.utf16) == Array(text.utf16))
    }

    @Test("the first dot ends the authority")
    func firstDot() throws {
        let unsecured = try PeerName("0.JohnDoe.Games")
        #expect(unsecured.authority == .unsecured)
        #expect(unsecured.classifier == "JohnDoe.Games")
        let secure = try PeerName("\(Self.authority).")
        #expect(secure.authority == .secure(Common.digest(Self.authority)))
        #expect(secure.classifier == "")
    }

    @Test(
        "anything else is refused, and says why",
        arguments: [
            ("", .noDot("")), ("swift", .noDot("swift")), ("0", .noDot("0")), ("0․swift", .noDot("0․swift")),
            (".swift", .badAuthority("")), ("1.x", .badAuthority("1")), ("00.x", .badAuthority("00")),
            (" 0.x", .badAuthority(" 0")), ("swift.0", .badAuthority("swift")),
            ("\(authority.uppercased()).x", .badAuthority(authority.uppercased())),
            ("\(authority.dropLast()).x", .badAuthority(String(authority.dropLast()))),
            ("\(authority)0.x", .badAuthority("\(authority)0")),
            ("\(authority.dropLast())g.x", .badAuthority("\(authority.dropLast())g")),
            ("0.", .unsecuredWithoutClassifier), ("0.a\0b", .classifierHasNUL), ("0.\0", .classifierHasNUL),
            ("0." + String(repeating: "x", count: 150), .classifierTooLong(150)),
            ("0." + String(repeating: "😀", count: 75), .classifierTooLong(150)),
        ] as [(String, PeerNameError)])
    func refused(text: String, fault: PeerNameError) {
        #expect(throws: fault) { try PeerName(text) }
        #expect(fault.description.hasSuffix("."))
        #expect(!fault.description.contains("\n"))
    }

    @Test("a name without a dot is told what was expected (netsh 2.4)")
    func hint() {
        let description = PeerNameError.noDot("x").description
        #expect(description == "Invalid peer name 'x': expected authority.classifier, for example 0.x.")
    }

    @Test(
        "a classifier has up to 149 UTF-16 code units",
        arguments: [String(repeating: "x", count: 149), String(repeating: "😀", count: 74) + "x"])
    func longest(classifier: String) throws {
        #expect(try PeerName("0." + classifier).classifier.utf16.count == 149)
        #expect(throws: PeerNameError.classifierTooLong(150)) {
            try PeerName(authority: .unsecured, classifier: classifier + "y")
        }
    }

    @Test("case counts, and nothing is normalised")
    func comparison() throws {
        let (composed, decomposed) = (try PeerName("0.caf\u{e9}"), try PeerName("0.cafe\u{301}"))
        #expect(composed != decomposed)
        #expect(composed.p2pID(sha1: sha1) != decomposed.p2pID(sha1: sha1))
        let (lower, upper) = (try PeerName("0.a"), try PeerName("0.A"))
        #expect(lower != upper)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }
}

@Suite("Identifiers of peer names (wire 10.2, 10.3)")
struct IdentifierTests {
    private static let authority = "6520c005f63fc1864b7d8f3cabebd4916ae7f33d"

    @Test(
        "the two that Windows printed, and those of wire 15",
        arguments: [
            ("0.quickreturntraderchat", "cf284a913c76d8289f16c4fefbe18b7a"),
            ("0.78873591048", "ad1d55aa343d35df9d118343e3c3de09"),
            ("0.swift", "abefc5967bf7c1efbd8c68dfbc0bd40e"),
            ("0.johndoe", "2594e0c41b4a210b286b9aa22e9411ca"),
            ("\(authority).JohnDoe", "8dec5d83d43c14ddfdca84d71377a6d6"),
            ("\(authority).", "bd5d6603a6d263c55fdeeafc58a8db6c"),
        ])
    func p2pIDs(name: String, expected: String) throws {
        #expect(try PeerName(name).p2pID(sha1: sha1).description == expected)
    }

    @Test(
        "the hash of a classifier is over little-endian UTF-16 without NUL",
        arguments: [
            ("0.swift", "2f00f2ebe0c588acb3fb5d339c6e549214ff1f8e"),
            ("\(authority).JohnDoe", "472013a6e5f09e05b63bfe2d642426bc4607733f"),
            ("\(authority).", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ])
    func classifierHashes(name: String, expected: String) throws {
        #expect(try PeerName(name).classifierHash(sha1: sha1).description == expected)
    }

    @Test("what is hashed for a P2P ID has 64 bytes and ends in PNRP")
    func formula() throws {
        let name = try PeerName("\(Self.authority).x")
        let hash = name.classifierHash(sha1: sha1).bytes
        let input = hash + Common.digest(Self.authority).bytes + hash + [0x50, 0x4e, 0x52, 0x50]
        #expect(input.count == 64)
        let reversed = Array(sha1(input).bytes.prefix(16).reversed())
        #expect(name.p2pID(sha1: sha1).description == reversed.hexText)
    }

    @Test("an unsecured name counts as one of authority zero")
    func unsecured() throws {
        #expect(PeerName.Authority.unsecured.digest == .zero)
        let zero = try PeerName(authority: .secure(.zero), classifier: "swift")
        #expect(zero.p2pID(sha1: sha1) == Common.p2pID)
    }
}

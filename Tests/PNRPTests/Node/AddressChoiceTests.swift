import PeerBase
import Testing

@testable import PNRP

@Suite("Where a node is asked, and from where (behaviour 1, RFC 6724)")
struct AddressChoiceTests {
    private static let native = "2601:1::1"
    private static let uniqueLocal = "fd12:3456:789a::1"

    struct Choice: CustomTestStringConvertible {
        var testDescription: String
        var own: [String]
        var theirs: [String]
        var chosen: String
    }

    @Test(
        "the address that can be reached, then the one like ours, then the one that shares most bits",
        arguments: [
            Choice(
                testDescription: "unique local addresses of two sites share more bits than public ones",
                own: [native, uniqueLocal], theirs: ["fd9a::1", "2a02::1"], chosen: "2a02::1"),
            Choice(
                testDescription: "a VPN gives strangers addresses of one /48",
                own: [native, "fd7a:115c:a1e0::1"], theirs: ["fd7a:115c:a1e0::2", "2a02::1"], chosen: "2a02::1"),
            Choice(
                testDescription: "one site with nothing but unique local addresses",
                own: [uniqueLocal], theirs: ["2a02::1", "fd12:3456:789a:7::1"], chosen: "fd12:3456:789a:7::1"),
            Choice(
                testDescription: "two sites with nothing but unique local addresses here",
                own: [uniqueLocal], theirs: ["fd12:3456:789b::1", "2a02::1"], chosen: "2a02::1"),
            Choice(
                testDescription: "no public address there: the unique local one is all there is",
                own: [native], theirs: ["fd9a::1"], chosen: "fd9a::1"),
            Choice(
                testDescription: "tunnelled addresses come after native ones",
                own: [native, "2002:1::1", "2001:0:1::1"], theirs: ["2001:0:1::2", "2002:1::2", "2a02::1"],
                chosen: "2a02::1"),
            Choice(
                testDescription: "among tunnelled ones, the kind that we have",
                own: ["2001:0:1::1"], theirs: ["2002:1::2", "2001:0:9::2"], chosen: "2001:0:9::2"),
            Choice(
                testDescription: "of two alike, the one nearer to an address of ours",
                own: ["2a02::1", native], theirs: ["2001:db8::1", "2601:1:2::1"], chosen: "2601:1:2::1"),
            Choice(
                testDescription: "of two on one link, the one that its owner names first",
                own: [native], theirs: ["2601:1::9", "2601:1::2"], chosen: "2601:1::9"),
        ])
    func destinations(choice: Choice) throws {
        let node = try node(at: choice.own)
        let route = RouteEntry(id: Peer(1).id, port: 3540, addresses: try choice.theirs.map(address))
        #expect(node.destination(of: route)?.address == (try address(choice.chosen)))
    }

    struct Departure: CustomTestStringConvertible {
        var testDescription: String
        var own: [String]
        var destination: String
        var routed: String?
        var chosen: String
    }

    @Test(
        "the source that the host would take, or the one most like it; without a route, the one most like the destination",
        arguments: [
            Departure(
                testDescription: "two uplinks: the route decides, however near the destination is to the other",
                own: [native, "2a02:8::1"], destination: "2a02::1", routed: native, chosen: native),
            Departure(
                testDescription: "a VPN beside the uplink", own: [native, "2a02:8::1"], destination: "2a02:8:1::1",
                routed: "2a02:8::1", chosen: "2a02:8::1"),
            Departure(
                testDescription: "the host prefers an address of that link which is not the cloud's",
                own: ["2a02:8::1", native], destination: "2a02::1", routed: "2601:1::abcd", chosen: native),
            Departure(
                testDescription: "no route: the kind and the prefix tell", own: [uniqueLocal, native, "2a02:8::1"],
                destination: "2a02::1", chosen: "2a02:8::1"),
        ])
    func sources(departure: Departure) throws {
        let node = try node(at: departure.own)
        let destination = Endpoint(address: try address(departure.destination), port: 3540)
        let routed = try departure.routed.map(address)
        let source = node.configuration.source(for: destination, routed: routed)
        #expect(source?.address == (try address(departure.chosen)))
    }

    private func node(at texts: [String]) throws -> Node {
        var node = Dialogue.alone().node
        node.configuration.localEndpoints = try texts.map { Endpoint(address: try address($0), port: 3540) }
        return node
    }

    private func address(_ text: String) throws -> IPv6Address { try #require(IPv6Address(text)) }
}

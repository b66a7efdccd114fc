import Discovery
import DiscoveryTransport
import Glibc
import PeerBase
import Testing

/// Programs of others that speak WS-Discovery; `make judges` installs them.
enum Judge {
    static let wsdiscover = first(of: [installed("wsdiscover")])
    static let wspublish = first(of: [installed("wspublish")])
    static let wsdd = first(of: ["/usr/sbin/wsdd", "/usr/bin/wsdd"])

    /// Below the root of this package.
    private static func installed(_ name: String) -> String {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/.build/judges/bin/" + name
    }

    private static func first(of paths: [String]) -> String? { paths.first { access($0, X_OK) == 0 } }
}

/// The library WSDiscovery of Python (collab 12). It finds by the addresses of IPv4 and global ones of IPv6.
@Suite(
    .enabled(if: FreshNetwork.isPossible, "needs the right to make network namespaces, and ip"),
    .enabled(if: Judge.wsdiscover != nil, "needs wsdiscover: make judges"), .timeLimit(.minutes(2))
)
struct PythonJudgeTests {
    private let person = someone("Amit Bahree", 1)

    private func found(_ arguments: String) async throws -> String {
        let program = try #require(Judge.wsdiscover)
        var output = ""
        try await withFreshNetwork { network in
            let service = network.service()
            await service.signIn(person, interfaces: ["right"])
            await service.wait(for: .seconds(9)) { $0.phase == .signedIn }
            output = try await network.output(of: "\(program) -t 3 \(arguments)")
            #expect(await service.diagnosis.counters.received[.probe] ?? 0 > 0, "it asked")
            await service.close()
        }
        return output
    }

    @Test(arguments: [
        "", "-y urn:x-p2psh:pnm:1 n Person", "-y http://schemas.xmlsoap.org/ws/2006/02/devprof wsdp Device",
        "-s x-p2psh://near", "-s x-p2psh://near/nick", "-s x-p2psh://near/nick/Amit%20Bahree",
    ])
    func whoAsksForUsFindsUs(arguments: String) async throws {
        let output = try await found(arguments)
        #expect(output.contains("192.0.2.2:5358"), "\(output)")
    }

    @Test(arguments: ["-y urn:other n Person", "-s x-p2psh://far", "-s x-p2psh://near/nick/Chris"])
    func whoAsksForOthersDoesNot(arguments: String) async throws {
        let output = try await found(arguments)
        #expect(!output.contains("5358"), "\(output)")
    }

    /// What is no person is heard and counted.
    @Test func aServiceOfOthersIsNobody() async throws {
        let program = try #require(Judge.wspublish)
        try await withFreshNetwork { network in
            let service = network.service()
            await service.signIn(person, interfaces: ["right"])
            let options = "-s onvif://www.onvif.org/Model -t urn:camera c Camera -x http://192.0.2.1:8080/abc"
            _ = try await network.output(of: "timeout 4 \(program) \(options)")
            let diagnosis = await service.diagnosis
            #expect(diagnosis.counters.dropped[.notAPerson] ?? 0 > 0)
            #expect(diagnosis.counters.received[.hello] ?? 0 > 0)
            #expect(diagnosis.people == 0)
            await service.close()
        }
    }
}

/// The daemon of Debian that looks for Windows hosts (collab 12): it asks for `dp:Device`, and logs what it is
/// told. It would print a name after a metadata exchange, which people near each other do not do.
@Suite(
    .enabled(if: FreshNetwork.isPossible, "needs the right to make network namespaces, and ip"),
    .enabled(if: Judge.wsdd != nil, "needs wsdd: make judges"), .timeLimit(.minutes(2))
)
struct WSDDJudgeTests {
    @Test(arguments: ["-4", "-6"]) func theDaemonHearsOurAnswer(family: String) async throws {
        let program = try #require(Judge.wsdd)
        try await withFreshNetwork { network in
            let (service, person) = (network.service(), someone("Amit", 1))
            await service.signIn(person, interfaces: ["right"])
            await service.wait(for: .seconds(9)) { $0.phase == .signedIn }
            let output = try await network.output(of: "timeout 4 \(program) -D -o -vv -i left \(family)")
            let address = family == "-4" ? "192.0.2.2" : "[fe80::2]"
            let url = "https://\(address):5358/\(person.nearID)"
            #expect(output.contains("probe match for urn:uuid:\(person.nearID) on \(url)"), "\(output)")
            await service.close()
        }
    }
}

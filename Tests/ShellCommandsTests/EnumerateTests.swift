import CommandTree
import PeerBase
import PeerEngine
import Shell
import Testing

@testable import PNRP

@Suite("p2p pnrp peer: everybody who publishes a name") struct EnumerateTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)

    private func record(_ number: UInt64, comment: String? = nil) -> ResolvedRecord {
        ResolvedRecord(
            id: PeerID(1, 2, 3, number), name: peer("0.chat"),
            endpoints: [ApplicationEndpoint(address: address("2001:db8::\(number)"), port: 80)], comment: comment,
            payload: nil, publisher: Endpoint(address: address("2001:db8::\(number)"), port: 3540))
    }

    private func last(_ record: ResolvedRecord) -> Result<ResolveOutcome, EngineError> {
        .success(ResolveOutcome(result: .found(record), target: record.id, trace: [], elapsed: .milliseconds(9)))
    }

    @Test("a block for each publisher, then how many; the outcome may repeat the last one")
    func text() async {
        let shell = TypedShell(
            .init(
                clouds: [.traders], outcomes: ["Global_": last(record(2))],
                deliveries: ["Global_": [record(1, comment: "one"), record(2)]]))
        #expect(
            await shell.type("p2p pnrp peer enum 0.chat")
                == Outcome(
                    answers: """
                        Resolve started...

                        Found:
                                Comment:    one
                                Addresses:  [2001:0db8:0000:0000:0000:0000:0000:0001]%0:80 tcp
                                Extended payload (string):
                                Extended payload (binary):

                        Found:
                                Addresses:  [2001:0db8:0000:0000:0000:0000:0000:0002]%0:80 tcp
                                Extended payload (string):
                                Extended payload (binary):

                        2 endpoints found.

                        """, diagnostics: "", status: .success))
        #expect(shell.services.queries.map(\.limit) == [50])
    }

    @Test("several clouds: each block says where, and all clouds are searched to their end")
    func severalClouds() async {
        let shell = TypedShell(
            .init(clouds: [link, .traders], outcomes: [link.name: last(record(1)), "Global_": last(record(2))]))
        let answers = await shell.type("p2p pnrp peer enumerate 0.chat max=3 criteria=remote").answers
        #expect(answers.contains("Found in cloud LinkLocal_ff00::%8/8:\n"))
        #expect(answers.contains("Found in cloud Global_:\n"))
        #expect(answers.hasSuffix("2 endpoints found.\n"))
        #expect(Set(shell.services.queries.map(\.criteria)) == [.remote])
        #expect(Set(shell.services.queries.map(\.limit)) == [3])
    }

    @Test("as JSON, all in one document")
    func json() async {
        let shell = TypedShell(
            .init(clouds: [.traders], outcomes: ["Global_": last(record(2))], deliveries: ["Global_": [record(1)]]))
        let answers = await shell.type("p2p pnrp peer enumerate 0.chat", format: .json).answers
        #expect(answers.hasPrefix(#"{"cloud":"Global_","elapsedMs":9,"name":"0.chat","result":"found","results":[{"#))
        #expect(answers.contains(#""address":"2001:db8::1""#))
        #expect(answers.contains(#""address":"2001:db8::2""#))
        #expect(answers.split(separator: "\n").count == 1)
    }

    @Test("nobody")
    func nobody() async {
        let shell = TypedShell(.init(clouds: [.traders]))
        #expect(
            await shell.type("p2p pnrp peer enumerate 0.chat")
                == Outcome(answers: "Resolve started...\n\nNot Found.\n", diagnostics: "", status: .notFound))
        #expect(
            await shell.type("p2p pnrp peer enumerate 0.chat", format: .json).answers
                == #"{"cloud":"Global_","elapsedMs":12,"name":"0.chat","result":"notFound","results":[]}"# + "\n")
    }

    @Test(
        "criteria reach the engine",
        arguments: [
            ("default", .otherProcess), ("any", .any), ("nearest", .nearest), ("remote", .remote),
            ("nearestremote", .nearestRemote),
        ] as [(String, ResolveQuery.Criteria)])
    func criteria(word: String, criteria: ResolveQuery.Criteria) async {
        let shell = TypedShell(.init(clouds: [.traders]))
        for command in ["resolve", "traceroute", "enumerate"] {
            _ = await shell.type("p2p pnrp peer \(command) 0.chat criteria=\(word)")
        }
        #expect(shell.services.queries.map(\.criteria) == [criteria, criteria, criteria])
    }

    @Test("resolve max= shows several")
    func several() async {
        let shell = TypedShell(
            .init(clouds: [.traders], outcomes: ["Global_": last(record(2))], deliveries: ["Global_": [record(1)]]))
        let answers = await shell.type("p2p pnrp peer resolve 0.chat max=2").answers
        #expect(answers.components(of: "Found:") == 2)
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

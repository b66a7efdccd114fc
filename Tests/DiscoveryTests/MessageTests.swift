import Discovery
import PeerBase
import Testing
import XMLReading

/// The bytes (collab 10.2).
@Suite struct MessageTests {
    @Test func anAnswerIsWrittenAsDescribed() throws {
        var talk = Talk()
        _ = talk.hear(probe(7))
        let action = talk.wait(.milliseconds(300)).map(\.action).first {
            if case .send = $0 { true } else { false }
        }
        guard case .send(let bytes, to: neighbour, link: 2) = action else {
            Issue.record("no answer")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let id = try #require(message(bytes)?.id)
        let sequence = try #require(message(bytes)?.sequence)
        #expect(
            text == """
                <?xml version="1.0" encoding="utf-8"?>
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
                xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
                xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" \
                xmlns:dp="http://schemas.xmlsoap.org/ws/2006/02/devprof" xmlns:n="urn:x-p2psh:pnm:1"><s:Header>\
                <a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>\
                <a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action>\
                <a:MessageID>\(id)</a:MessageID><a:RelatesTo>\(uuid(7))</a:RelatesTo>\
                <d:AppSequence InstanceId="1000" SequenceId="\(sequence.id ?? "")" MessageNumber="\(sequence.number)"/>\
                </s:Header><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference>\
                <a:Address>urn:uuid:00000000-0000-0001-0000-000000000001</a:Address></a:EndpointReference>\
                <d:Types>dp:Device n:Person</d:Types>\
                <d:Scopes>x-p2psh://near/nick/Amit2 x-p2psh://near/host/AMIT-VPC x-p2psh://near/v/1</d:Scopes>\
                <d:XAddrs>https://[fe80::1]:5358/00000000-0000-0001-0000-000000000001</d:XAddrs>\
                <d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>
                """)
    }

    @Test(
        arguments: [
            .hello(Chris().target(withAddress: false)), .bye("urn:uuid:1"), .probe(ProbeQuestion()),
            .probe(ProbeQuestion(types: [person, device], scopes: ["x-p2psh://near/nick/a%20b"], rule: .exact)),
            .probeMatches([Chris().target(withAddress: true), Chris(3).target(withAddress: true)]), .probeMatches([]),
            .resolve("urn:uuid:1"), .resolveMatches(Chris().target(withAddress: true)), .resolveMatches(nil),
        ] as [DiscoveryMessage.Body])
    func whatIsWrittenIsReadAgain(body: DiscoveryMessage.Body) {
        let sequence = MessageSequence(instance: .max, id: "urn:uuid:s", number: 7)
        let one = DiscoveryMessage(id: uuid(1), body)
        let other = DiscoveryMessage(id: uuid(2), relatesTo: uuid(1), sequence: sequence, body)
        #expect(message(one.encoded()) == one)
        #expect(message(other.encoded()) == other)
    }

    /// Types are names in a namespace, whatever the prefix (collab 10.2).
    @Test func prefixesAreOnlySpelling() throws {
        let hello = try #require(
            text(
                """
                <w:Hello xmlns:w="http://schemas.xmlsoap.org/ws/2005/04/discovery">
                  <w:Unknown>x</w:Unknown>
                  <EndpointReference xmlns="http://schemas.xmlsoap.org/ws/2004/08/addressing">
                    <Address> urn:uuid:1 </Address></EndpointReference>
                  <w:Types xmlns="urn:x-p2psh:pnm:1" xmlns:n="urn:other">
                    Person
                    n:Person</w:Types>
                  <w:MetadataVersion>3</w:MetadataVersion>
                </w:Hello>
                """, action: "Hello"))
        guard case .hello(let target) = hello.body else {
            Issue.record("no Hello")
            return
        }
        #expect(target.types == [person, XMLElement.Name("Person", in: "urn:other")])
        #expect(target.address == "urn:uuid:1")
        #expect(target.metadataVersion == 3)
    }

    @Test(arguments: [
        ("x:Person", "<d:Types>x:Person</d:Types>"), ("two colons", "<d:Types>n:Per:son</d:Types>"),
        ("nothing", "<d:Types>n:</d:Types>"), ("version", "<d:MetadataVersion>-1</d:MetadataVersion>"),
        ("large version", "<d:MetadataVersion>99999999999999999999</d:MetadataVersion>"),
    ])
    func whatCannotBeIsMalformed(what: String, element: String) {
        let hello = """
            <d:Hello xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:n="urn:x-p2psh:pnm:1">
            <a:EndpointReference xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing">
            <a:Address>urn:uuid:1</a:Address></a:EndpointReference>\(element)</d:Hello>
            """
        #expect(refusal(hello, action: "Hello") == .malformed)
    }

    @Test func whatIsMissingIsMalformed() {
        let d = "xmlns:d='http://schemas.xmlsoap.org/ws/2005/04/discovery'"
        let longID = "urn:" + String(repeating: "x", count: 300)
        #expect(refusal("<d:Probe \(d)/>", action: "Probe") == nil)
        #expect(refusal("<d:Probe \(d)/>", action: "Probe", id: "") == .malformed)
        #expect(refusal("<d:Probe \(d)/>", action: "Probe", id: longID) == .malformed)
        #expect(refusal("<d:Bye \(d)/>", action: "Bye") == .malformed)
        #expect(refusal("<d:Resolve \(d)/>", action: "Resolve") == .malformed)
        #expect(refusal("<d:Hello \(d)/>", action: "Probe") == .foreign)
    }

    /// Another year of the protocol, and the namespaces as pages of today misprint them (collab 10.2).
    @Test func otherVersionsAreForeign() {
        let modern = "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01"
        #expect(refusal("<d:Probe xmlns:d='\(modern)'/>", action: "Probe", namespace: modern) == .foreign)
        let misprinted = "https://schemas.xmlsoap.org/ws/2005/04/discovery"
        #expect(refusal("<d:Probe xmlns:d='\(misprinted)'/>", action: "Probe", namespace: misprinted) == .foreign)
    }

    /// Everything stays in one datagram, whatever the names (collab 10.2).
    @Test(arguments: [
        String(repeating: "n", count: 255), String(repeating: "ß", count: 255), String(repeating: "語", count: 255),
        String(repeating: "👩‍👩‍👧‍👦", count: 255), "e" + String(repeating: "\u{301}", count: 4000), "a/b ?#%&<\">",
    ])
    func everyAnswerFitsIntoADatagram(name: String) throws {
        let own = OwnPerson(nearID: amit.nearID, nickname: name, host: name, port: 65_535)
        var talk = Talk(person: own)
        var listener = Talk(seed: 2, person: bea)
        let said = talk.wait(.seconds(2)).map(\.action)
        var events: [DiscoveryEvent] = []
        for case .multicast(let bytes) in said {
            #expect(bytes.count <= 1400)
            events += listener.agent.receive(bytes, from: neighbour, on: 2, now: listener.now).events
        }
        let heard = try #require(events.first?.added)
        #expect(!heard.nickname.isEmpty && heard.nickname.count <= 64)
        #expect(name.unicodeScalars.starts(with: heard.nickname.unicodeScalars))
        #expect(name.unicodeScalars.starts(with: heard.host.unicodeScalars))

        _ = talk.hear(probe(1), from: Endpoint(address: v6("2001:db8::9"), port: 4000))
        for case .send(let bytes, _, _) in talk.wait(.seconds(1)).map(\.action) { #expect(bytes.count <= 1400) }
    }

    @Test func namesOf64UsualCharactersAreSaidWhole() throws {
        let name = String(repeating: "n", count: 64)
        var talk = Talk(person: OwnPerson(nearID: amit.nearID, nickname: name + "!", host: "h/ö", port: 5358))
        var listener = Talk(seed: 2, person: bea)
        let said = talk.wait(.milliseconds(500)).compactMap(\.action.everybody)
        let hello = try #require(said.first { $0.kind == .hello })
        let heard = try #require(listener.hear(hello).events.first?.added)
        #expect(heard.nickname == name && heard.host == "h/ö")
    }

    private enum Verdict { case foreign, malformed }

    private func document(
        _ body: String, action: String, id: String, namespace: String
    ) -> XMLElement? {
        read(
            Array(
                """
                <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
                  xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing">
                <e:Header><w:Action>
                  \(namespace)/\(action)
                </w:Action><w:MessageID>\(id)</w:MessageID></e:Header><e:Body>\(body)</e:Body></e:Envelope>
                """.utf8))
    }

    private func text(_ body: String, action: String) -> DiscoveryMessage? {
        document(body, action: action, id: uuid(1), namespace: "http://schemas.xmlsoap.org/ws/2005/04/discovery")
            .flatMap { try? DiscoveryMessage($0) }
    }

    private func refusal(
        _ body: String, action: String, id: String = uuid(1),
        namespace: String = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
    ) -> Verdict? {
        guard let document = document(body, action: action, id: id, namespace: namespace) else { return .foreign }
        do throws(DiscoveryRefusal) {
            _ = try DiscoveryMessage(document)
            return nil
        } catch {
            return error == .foreign ? .foreign : .malformed
        }
    }
}

/// Who is meant by a Probe (collab 10.2).
@Suite struct ProbeQuestionTests {
    private let scopes = ["x-p2psh://near/nick/a%20b", "x-p2psh://near/host/pc", "x-p2psh://near/v/1"]

    @Test(
        arguments: [
            ([], true), ([person], true), ([device], true), ([device, person], true),
            ([XMLElement.Name("Person", in: "urn:other")], false), ([person, XMLElement.Name("Printer")], false),
        ] as [([XMLElement.Name], Bool)])
    func everyTypeMustBeOurs(types: [XMLElement.Name], isMeant: Bool) {
        #expect(ProbeQuestion(types: types).means(types: [device, person], scopes: scopes) == isMeant)
    }

    @Test(arguments: [
        ("x-p2psh://near", true), ("x-p2psh://near/", true), ("X-P2PSH://NEAR/nick", true),
        ("x-p2psh://near/nick/", true), ("x-p2psh://near/nick/a%20b", true), ("x-p2psh://near/nick/%61%20b", true),
        ("x-p2psh://near/nick/a%20b?x#y", true), ("x-p2psh://near/ni", false), ("x-p2psh://near/nick/a", false),
        ("x-p2psh://near/NICK", false), ("x-p2psh://far", false), ("other://near", false), ("x-p2psh:near", false),
        ("x-p2psh://near/v/1/2", false), ("x-p2psh://near/x/../nick", false), ("x-p2psh://near/.", false), ("", false),
        ("%", false),
    ])
    func aScopeMatchesAsPrefixBySegments(scope: String, isMeant: Bool) {
        #expect(ProbeQuestion(scopes: [scope]).means(types: [], scopes: scopes) == isMeant)
    }

    @Test func everyScopeMustMatchOneOfOurs() {
        func isMeant(_ wanted: [String]) -> Bool { ProbeQuestion(scopes: wanted).means(types: [], scopes: scopes) }
        #expect(isMeant(["x-p2psh://near/nick", "x-p2psh://near/v/1"]))
        #expect(!isMeant(["x-p2psh://near/nick", "x-p2psh://near/v/2"]))
    }

    @Test func exactIsExact() {
        func isMeant(_ wanted: String) -> Bool {
            ProbeQuestion(scopes: [wanted], rule: .exact).means(types: [], scopes: scopes)
        }
        #expect(isMeant("x-p2psh://near/v/1"))
        #expect(!isMeant("x-p2psh://near/v") && !isMeant("X-p2psh://near/v/1"))
    }

    /// Silence, where a rule is not known; without a scope there is nothing to compare.
    @Test func anUnknownRuleMatchesNothing() {
        #expect(!ProbeQuestion(scopes: ["x-p2psh://near/v/1"], rule: .unknown).means(types: [], scopes: scopes))
        #expect(ProbeQuestion(rule: .unknown).means(types: [], scopes: scopes))
    }
}

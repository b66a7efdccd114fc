import Collaboration
import PeerBase
import Testing
import XMLReading

@Suite("Documents on their way")
struct TravellingTests {
    @Test("a card exported here is the card imported elsewhere, whatever the names are (check 16)")
    func card() throws {
        var card = ContactCard.sample
        card.nickname = #"<Amit & "Söhne"> 中文 🦊"#
        card.displayName = "two\nlines"
        card.certificate = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(card.file.count <= Limits.cardSize)
        #expect(try ContactCard(XMLReader.read(card.file, limits: XMLLimits(bytes: Limits.cardSize))) == card)
    }

    @Test("the contact file of 10.6, indented by hand, is read")
    func written() throws {
        let card = try ContactCard(
            XMLReader.read(
                Array(
                    """
                    <?xml version="1.0" encoding="utf-8"?>
                    <p:Contact xmlns:p="urn:x-p2psh:contact:1" version="1">
                      <p:PeerName> 449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab </p:PeerName>
                      <p:Fax>1</p:Fax>
                      <p:Nickname>Amit2</p:Nickname>
                      <p:Credentials type="x509" encoding="base64">
                        MIIB
                        AQI=
                      </p:Credentials>
                    </p:Contact>
                    """.utf8)))
        #expect(card.peerName == ContactCard.sample.peerName && card.certificate == [0x30, 0x82, 1, 1, 2])
    }

    @Test("an invitation with all the data there may be fits a body and arrives as it was sent")
    func invitation() throws {
        let invitation = Invitation.sample(
            message: "a\tb \u{1f600}", data: (0..<16_384).map { UInt8(truncatingIfNeeded: $0 * 7) })
        #expect(invitation.body.count <= Limits.bodySize)
        #expect(try Invitation(XMLReader.read(invitation.body)) == invitation)
    }

    @Test("answers and faults can be read by anybody", arguments: InvitationAnswer.all)
    func answer(_ answer: InvitationAnswer) throws {
        let id = GUID(high: 1, low: 2)
        #expect(try InvitationAnswer(XMLReader.read(answer.body(id: id)), to: id) == answer)
    }

    @Test("a fault names itself", arguments: Fault.allCases)
    func fault(_ fault: Fault) throws {
        let document = try XMLReader.read(fault.document.document(prefixes: [:]))
        #expect(document.name == XMLElement.Name("Fault") && document.attribute("code") == fault.code)
        #expect(document.attribute("text") == fault.text && !fault.text.isEmpty)
    }

    @Test("what a launched program may know arrives, of a contact and of a stranger")
    func launchInformation() throws {
        var information = LaunchInformation(
            contact: .sample, trust: .file, endpoint: Caller.place(1), endpointName: "AMIT-VPC", nickname: "Amit2",
            application: .editor, message: "  two\nlines  ", data: [0, 1, 2])
        #expect(try LaunchInformation(XMLReader.read(information.file)) == information)
        information.contact = nil
        information.trust = nil
        information.data = []
        information.message = ""
        #expect(try LaunchInformation(XMLReader.read(information.file)) == information)
    }

    @Test("a watch arrives: everything, a change, a beat")
    func watch() throws {
        let snapshot = Snapshot(
            nickname: "line\nbreak", endpointName: "\tdesk\r", presence: Presence(status: .online, text: #"<"&'>"#),
            applications: [.init(id: .editor, description: "two\nlines", data: [1, 2])],
            objects: [CollaborationObject(id: .viewer, data: [9], scope: .nearMe)])
        let items: [WatchItem] = [
            .snapshot(snapshot), .change(.application(.deleted, snapshot.applications[0])), .beat,
            .change(.nickname("a\nb")),
        ]
        var cutter = WatchCutter()
        let read = try cutter.take(items.flatMap(\.bytes)).map { try WatchItem(XMLReader.read($0)) }
        #expect(read == items)
    }

    @Test("the largest snapshot there can be is within its own limits")
    func largest() throws {
        let data = [UInt8](repeating: 0xfb, count: Limits.dataSize)
        let text = String(repeating: "\u{1f600}", count: 255)
        func snapshot(_ applications: UInt64, _ objects: UInt64) -> Snapshot {
            Snapshot(
                nickname: text, endpointName: text, presence: Presence(status: .busy, text: text),
                applications: (0..<applications).map {
                    .init(id: GUID(high: 1, low: $0), description: text, data: data)
                },
                objects: (0..<objects).map { CollaborationObject(id: GUID(high: 2, low: $0), data: data) })
        }
        func size(_ applications: UInt64, _ objects: UInt64) -> Int {
            WatchItem.snapshot(snapshot(applications, objects)).bytes.count
        }
        let bare = size(0, 0)
        let whole =
            bare + (size(1, 0) - bare) * Limits.publishedApplications + (size(0, 1) - bare) * Limits.objects
        #expect(whole <= Limits.snapshotSize)
        #expect(2 + Limits.publishedApplications + Limits.objects <= Limits.snapshotElements)
        let limits = XMLLimits(bytes: Limits.snapshotSize, elements: Limits.snapshotElements)
        let sent = snapshot(6, 6)
        #expect(try Snapshot(XMLReader.read(WatchItem.snapshot(sent).bytes, limits: limits)) == sent)
    }
}

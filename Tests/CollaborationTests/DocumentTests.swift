import Collaboration
import PeerBase
import Testing

@Suite("Documents")
struct DocumentTests {
    @Test("a contact file comes back, its elements in order, its base64 and version said")
    func contact() throws {
        let card = ContactCard.sample
        #expect(
            card.document.children.map(\.name.local) == [
                "PeerName", "Nickname", "DisplayName", "EmailAddress", "Credentials",
            ])
        #expect(try ContactCard(card.document) == card)
        let plain = ContactCard(peerName: card.peerName, nickname: "Amit2", certificate: [1])
        #expect(try ContactCard(plain.document) == plain)
        let text = String(decoding: plain.file, as: UTF8.self)
        #expect(
            text == """
                <?xml version="1.0" encoding="utf-8"?>
                <Contact xmlns="urn:x-p2psh:contact:1" version="1"><PeerName>\(card.peerName)</PeerName>\
                <Nickname>Amit2</Nickname><Credentials type="x509" encoding="base64">AQ==</Credentials></Contact>
                """)
    }

    @Test("what a contact file does not know is passed over; what it knows twice is not")
    func unknownElements() throws {
        var document = ContactCard.sample.document
        document.children.insert(XMLElement(.init("Fax", in: ContactCard.namespace), text: "1"), at: 0)
        document.children.append(XMLElement(.init("PeerName", in: "urn:other"), text: "x"))
        document.attributes.append(.init(.init("colour"), "red"))
        #expect(try ContactCard(document) == .sample)
        document.children.append(XMLElement(.init("PeerName", in: ContactCard.namespace), text: "x"))
        #expect(throws: DocumentFault("PeerName", .repeated)) { try ContactCard(document) }
    }

    @Test(
        "a contact file that lacks or overdoes something is refused with the reason",
        arguments: [
            ("PeerName", "", DocumentFault.Reason.empty), ("PeerName", "449dc6.collab", .malformed),
            ("PeerName", String(repeating: "A", count: 40) + ".collab", .malformed),
            ("PeerName", String(repeating: "a", count: 40) + ".", .malformed),
            ("PeerName", String(repeating: "a", count: 40) + ".co\u{202e}llab", .malformed), ("Nickname", "", .empty),
            ("Nickname", String(repeating: "n", count: 256), .tooLong(255)),
            ("Nickname", "e" + String(repeating: "\u{301}", count: 255), .tooLong(255)),
            ("DisplayName", String(repeating: "n", count: 256), .tooLong(255)), ("Credentials", "", .empty),
            ("Credentials", "MII", .malformed),
            ("Credentials", String(repeating: "AAAA", count: 5462), .tooLong(16_384)),
        ])
    func refusedContact(item: String, text: String, reason: DocumentFault.Reason) {
        var document = ContactCard.sample.document
        for index in document.children.indices where document.children[index].name.local == item {
            document.children[index].text = text
        }
        #expect(throws: DocumentFault(item, reason)) { try ContactCard(document) }
    }

    @Test("a contact file without a required element, of another version or kind is refused")
    func otherContact() {
        for item in ["PeerName", "Nickname", "Credentials"] {
            var document = ContactCard.sample.document
            document.children.removeAll { $0.name.local == item }
            #expect(throws: DocumentFault(item, .missing)) { try ContactCard(document) }
        }
        var document = ContactCard.sample.document
        document.attributes[0].value = "2"
        #expect(throws: DocumentFault("version", .otherVersion)) { try ContactCard(document) }
        document = ContactCard.sample.document
        document.name.namespace = "http://schemas.microsoft.com/Contact"
        #expect(throws: DocumentFault("Contact", .otherDocument)) { try ContactCard(document) }
    }

    @Test("a contact file is called by the nickname, without what names of files cannot hold")
    func fileName() {
        func name(_ nickname: String) -> String {
            ContactCard(peerName: "", nickname: nickname, certificate: []).suggestedFileName
        }
        #expect(name("Amit2") == "Amit2.p2pcontact")
        #expect(name("../etc/passwd") == "_etc_passwd.p2pcontact")
        #expect(name("..\u{0}") == "contact.p2pcontact")
    }

    @Test("an invitation comes back with its second, its message and its data")
    func invitation() throws {
        var invitation = Invitation.sample()
        #expect(try Invitation(invitation.document) == invitation)
        #expect(invitation.document.attribute("created") == "2026-11-21T02:08:04Z")
        #expect(invitation.document.attribute("expires") == "300")
        invitation.message = ""
        invitation.data = []
        #expect(invitation.document.children.map(\.name.local) == ["Application", "From"])
        #expect(try Invitation(invitation.document) == invitation)
    }

    @Test(
        "an inviter who is signed out names no port; what is no port is none", arguments: ["0", "65536", "-1", "", "x"])
    func port(text: String) throws {
        var invitation = Invitation.sample()
        invitation.from.port = nil
        #expect(!String(decoding: invitation.body, as: UTF8.self).contains("port="))
        #expect(try Invitation(invitation.document) == invitation)
        var document = invitation.document
        let from = try #require(document.children.firstIndex { $0.name.local == "From" })
        let endpoint = try #require(document.children[from].children.firstIndex { $0.name.local == "Endpoint" })
        document.children[from].children[endpoint].attributes = [.init(.init("port"), text)]
        #expect(throws: DocumentFault("port", .malformed)) { try Invitation(document) }
    }

    @Test("data of 16,384 bytes and a message of 255 characters pass, one more does not (check 8)")
    func limits() throws {
        let long = String(repeating: "\u{1f600}", count: 255)
        try Invitation.check(message: long, data: [UInt8](repeating: 1, count: 16_384))
        #expect(throws: DocumentFault("Data", .tooLong(16_384))) {
            try Invitation.check(message: "", data: [UInt8](repeating: 1, count: 16_385))
        }
        #expect(throws: DocumentFault("Message", .tooLong(255))) {
            try Invitation.check(message: long + "!", data: [])
        }
    }

    @Test("every answer to an invitation comes back, and counts for its own id only", arguments: InvitationAnswer.all)
    func answer(_ answer: InvitationAnswer) throws {
        let id = GUID(high: 1, low: 2)
        var document = XMLElement(
            .init("InvitationResponse", in: Invitation.namespace),
            attributes: [.init(.init("id"), id.description), .init(.init("action"), answer.action)])
        if let reason = answer.reason { document.attributes.append(.init(.init("reason"), reason)) }
        #expect(try InvitationAnswer(document, to: id) == answer)
        #expect(throws: DocumentFault("id", .malformed)) {
            try InvitationAnswer(document, to: GUID(high: 1, low: 3))
        }
        #expect(String(decoding: answer.body(id: id), as: UTF8.self).contains(#"action="\#(answer.action)""#))
    }

    @Test("a reason from the future counts as the plainest of its kind; an action from the future as none")
    func unknownReason() throws {
        let id = GUID(high: 1, low: 2)
        func answer(_ action: String) throws -> InvitationAnswer {
            try InvitationAnswer(
                XMLElement(
                    .init("InvitationResponse", in: Invitation.namespace),
                    attributes: [
                        .init(.init("id"), id.description), .init(.init("action"), action),
                        .init(.init("reason"), "moon"),
                    ]), to: id)
        }
        #expect(try answer("declined") == .declined(.user))
        #expect(try answer("error") == .error(.internal))
        #expect(throws: DocumentFault("action", .malformed)) { try answer("maybe") }
    }

    @Test("what a launched program may know comes back, a contact's card inside")
    func launchInformation() throws {
        let information = LaunchInformation(
            contact: .sample, trust: .verified,
            endpoint: ScopedEndpoint(
                Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 5358), zone: 3),
            endpointName: "AMIT-VPC", nickname: "Amit2", application: GUID(high: 1, low: 2),
            message: "two\nlines", data: [0, 1, 2])
        let text = String(decoding: information.file, as: UTF8.self)
        #expect(text.contains("<c:PeerName>\(ContactCard.sample.peerName)</c:PeerName>"))
        #expect(text.contains(#"zone="3""#) && text.contains("two&#10;lines"))
    }

    @Test(
        "seconds of UTC are written and read",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_226_884, "2026-11-21T02:08:04Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ])
    func time(seconds: Int64, text: String) {
        #expect(UTCTime.text(unixMilliseconds: seconds * 1000 + 999) == text)
        #expect(UTCTime.unixMilliseconds(text) == seconds * 1000)
    }

    @Test(
        "times that are none are refused",
        arguments: [
            "", "2026-11-21T02:08:04", "2026-11-21 02:08:04Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-11-31T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T02:60:04Z", "1969-12-31T23:59:59Z",
            "2026-11-2\u{661}T02:08:04Z",
        ])
    func noTime(text: String) {
        #expect(UTCTime.unixMilliseconds(text) == nil)
    }
}

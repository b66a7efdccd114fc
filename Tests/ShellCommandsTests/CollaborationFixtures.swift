import Collaboration
import PeerBase
import PeerEngine

// The people of the article: Amit is a contact, Chris is not.

extension Pin {
    static func made(of byte: UInt8) -> Pin {
        guard let pin = Pin([UInt8](repeating: byte, count: 32)) else { preconditionFailure("a pin has 32 bytes") }
        return pin
    }
}

func guid(_ text: String) -> GUID {
    guard let id = GUID(text) else { preconditionFailure("the fixture '\(text)' is no GUID") }
    return id
}

func place(_ text: String, _ port: UInt16 = 5358, zone: UInt32 = 0) -> ScopedEndpoint {
    ScopedEndpoint(Endpoint(address: address(text), port: port), zone: zone)
}

enum CollaborationFixture {
    static let chat = guid("81facd1e-c761-4330-b56c-a7286a3424aa")
    static let meeting = guid("153999c2-cec7-4233-8599-819dc4840a0c")
    static let note = guid("5a6c1b7e-0d0e-4b2c-9d57-1f6f3e0a9b11")
    static let amitName = "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab"
}

extension ContactCard {
    static var me: ContactCard {
        ContactCard(
            peerName: "2460f44f457b670116f55709f3e6324dd12ad70e.collab", nickname: "alice", certificate: [0x30, 1])
    }

    static var amit: ContactCard {
        ContactCard(
            peerName: CollaborationFixture.amitName, nickname: "Amit2", displayName: "Amit Bahree",
            email: "amit@example.org", certificate: [0x30, 2])
    }

    static var chris: ContactCard {
        ContactCard(
            peerName: "9e107d9d372bb6826bd81d3542a419d6f8f1d2c3.collab", nickname: "Chris", certificate: [0x30, 3])
    }
}

extension Contact {
    static var amit: Contact {
        Contact(
            card: .amit, pin: .made(of: 0xA0), trust: .verified, isWatched: true, isAllowed: true,
            addedAt: 1_785_000_000_000, lastSeenAt: 1_785_578_000_000)
    }

    static func named(_ nickname: String, _ digit: Character, displayName: String? = nil) -> Contact {
        let card = ContactCard(
            peerName: String(repeating: digit, count: 40) + ".collab", nickname: nickname, displayName: displayName,
            certificate: [0x30, 4])
        return Contact(card: card, pin: .made(of: 0xD0), trust: .file, addedAt: 1_785_000_000_000)
    }
}

extension Person {
    static var amit: Person {
        Person(
            id: guid("0b0c4e8a-3a51-4c1c-8f43-0a5be0a5f001"), nickname: "Amit2", host: "AMIT-VPC",
            endpoint: place("fe80::d31:7f8:5351:cf06", zone: 3),
            standing: .contact(CollaborationFixture.amitName, .verified), pin: .made(of: 0xA0))
    }

    static var chris: Person {
        Person(
            id: guid("1c1d5f9b-4b62-4d2d-9054-1b6cf1b60002"), nickname: "Chris", host: "laptop",
            endpoint: place("::ffff:192.0.2.9"))
    }

    static func called(_ nickname: String, _ id: String, host: String = "somewhere") -> Person {
        Person(id: guid(id), nickname: nickname, host: host, endpoint: nil)
    }
}

extension EndpointDetails {
    static var amit: EndpointDetails {
        EndpointDetails(
            endpoint: place("fe80::d31:7f8:5351:cf06", zone: 3),
            snapshot: Snapshot(
                nickname: "Amit2", endpointName: "AMIT-VPC", presence: Presence(status: .busy, text: "in a meeting"),
                applications: [
                    PublishedApplication(
                        id: CollaborationFixture.chat, description: "Amit Test Application", data: [1, 2])
                ], objects: [CollaborationObject(id: CollaborationFixture.note, data: [104, 105])]),
            pin: .made(of: 0xA0), standing: .contact(CollaborationFixture.amitName, .verified))
    }
}

extension Application {
    static var chat: Application {
        Application(
            id: CollaborationFixture.chat, description: "Amit Test Application", path: "/usr/games/foobar",
            arguments: "--join")
    }

    static var meeting: Application {
        Application(
            id: CollaborationFixture.meeting, data: [1, 2, 255], path: "/opt/meeting", scope: .nearMe, type: .allUsers)
    }
}

extension InvitationRecord {
    static var incoming: InvitationRecord {
        InvitationRecord(
            id: guid("6f1d2c3b-0000-4000-8000-000000000003"), number: 3, direction: .incoming,
            peerName: CollaborationFixture.amitName, pin: .made(of: 0xA0), name: "Amit2", trust: .verified,
            application: CollaborationFixture.chat, applicationDescription: "Amit Test Application",
            message: "Want to work on this together?", state: .pending, createdAt: 1_785_578_390_000)
    }

    static var outgoing: InvitationRecord {
        InvitationRecord(
            id: guid("6f1d2c3b-0000-4000-8000-000000000004"), number: 4, direction: .outgoing,
            peerName: CollaborationFixture.amitName, name: "Amit Bahree", trust: .verified,
            application: CollaborationFixture.chat, message: "", state: .waiting, createdAt: 1_785_578_395_000)
    }

    static func stranger(_ name: String, message: String = "") -> InvitationRecord {
        InvitationRecord(
            id: guid("6f1d2c3b-0000-4000-8000-000000000005"), number: 5, direction: .incoming, pin: .made(of: 0xE0),
            name: name, application: CollaborationFixture.chat, message: message, state: .pending,
            createdAt: 1_785_578_390_000, endpoint: place("fe80::666", zone: 2))
    }

    static var past: InvitationRecord {
        var record = outgoing
        (record.number, record.state, record.reason) = (nil, .declined, "notregistered")
        record.endedAt = 1_785_578_399_000
        return record
    }
}

extension CollaborationStatus {
    static var signedIn: CollaborationStatus {
        CollaborationStatus(
            scope: .nearMe, automaticSignIn: .none, nickname: "alice", endpointName: "desktop",
            peerName: ContactCard.me.peerName, pin: .made(of: 0x11),
            nearID: guid("2d2e60ac-5c73-4e3e-a165-2c7d02c70003"),
            endpoints: [place("fe80::7", zone: 2), place("::ffff:192.0.2.7")], interfaces: ["eth0", "wlan0"],
            acceptance: AcceptPolicy(who: .anyone, until: 1_785_578_880_000), presence: Presence(status: .online),
            people: 2, contacts: 1, openInvitations: 1)
    }
}

extension ScriptedCollaboration {
    static var everyday: ScriptedCollaboration {
        var world = ScriptedCollaboration()
        world.people = [.amit, .chris]
        world.contacts = [.amit]
        world.details = [.person(Person.amit.id): [.amit], .contact(CollaborationFixture.amitName): [.amit]]
        world.applications = [.chat, .meeting]
        world.objects = [CollaborationObject(id: CollaborationFixture.note, data: Array("back at noon".utf8))]
        world.invitations = [.incoming, .outgoing, .past]
        world.settings = CollaborationSettings(
            nickname: "alice", endpointName: "desk \"top\"",
            acceptance: AcceptPolicy(who: .contacts, minimumTrust: .verified, whenBusy: .decline),
            automaticSignIn: .nearMe)
        world.launch = LaunchInformation(
            contact: .amit, trust: .verified, endpoint: place("fe80::d31:7f8:5351:cf06", zone: 3),
            endpointName: "AMIT-VPC", nickname: "Amit2", application: CollaborationFixture.chat,
            message: "Want to work on this together?", data: Array("[::1]:99".utf8))
        world.findings = [
            CollaborationFinding(check: "Interfaces", isGood: true, detail: "eth0, wlan0"),
            CollaborationFinding(
                check: "Own Probe", isGood: false, detail: "was not heard on wlan0",
                remedy: "Let UDP port 3702 in."),
        ]
        world.events = .everyday
        return world
    }

    /// A world in which everything others can choose is one text.
    static func hostile(_ text: String) -> ScriptedCollaboration {
        var world = everyday
        let card = ContactCard(
            peerName: CollaborationFixture.amitName, nickname: text, displayName: text, email: text, certificate: [1])
        world.card = card
        world.contacts = [Contact(card: card, pin: .made(of: 1), trust: .file, addedAt: 0)]
        world.people = [.called(text, "0b0c4e8a-3a51-4c1c-8f43-0a5be0a5f001", host: text)]
        var details = EndpointDetails.amit
        details.snapshot = Snapshot(
            nickname: text, endpointName: text, presence: Presence(status: .away, text: text),
            applications: [PublishedApplication(id: CollaborationFixture.chat, description: text, data: [])])
        world.details = [.person(world.people[0].id): [details], .contact(card.peerName): [details]]
        var record = InvitationRecord.stranger(text, message: text)
        record.reason = text
        record.applicationDescription = text
        world.invitations = [record]
        world.launch = LaunchInformation(
            contact: card, trust: .file, endpoint: place("::1"), endpointName: text, nickname: text,
            application: CollaborationFixture.chat, message: text, data: [])
        world.findings = [CollaborationFinding(check: text, isGood: false, detail: text, remedy: text)]
        world.applications = [
            Application(id: CollaborationFixture.chat, description: text, path: "/\(text)", arguments: text)
        ]
        let place = CollaborationEvent.Place(contact: card.peerName, label: text, endpoint: place("::1"))
        let application = PublishedApplication(id: CollaborationFixture.chat, description: text, data: [])
        world.events = [
            .watchListChanged(.added, contact: card.peerName, label: text), .endpointChanged(place, name: text),
            .presenceChanged(place, .updated, Presence(status: .away, text: text)),
            .applicationChanged(place, .added, application), .peopleChanged(.added, world.people[0]),
            .invited(record), .invitationEnded(record), .certificateChanged(contact: card.peerName, label: text),
            .warning(text),
        ]
        return world
    }
}

extension [CollaborationEvent.Occurrence] {
    /// One of each.
    static var everyday: [CollaborationEvent.Occurrence] {
        let place = CollaborationEvent.Place(
            contact: CollaborationFixture.amitName, label: "Amit Bahree", endpoint: place("2001:db8::b0"))
        let application = EndpointDetails.amit.snapshot.applications[0]
        var ended = InvitationRecord.outgoing
        (ended.state, ended.reason) = (.declined, "busy")
        return [
            .peopleChanged(.added, nil), .peopleChanged(.added, .amit), .peopleChanged(.updated, .chris),
            .watchListChanged(.added, contact: CollaborationFixture.amitName, label: "Amit Bahree"),
            .endpointChanged(place, name: "AMIT-VPC"), .endpointChanged(nil, name: "desktop"),
            .presenceChanged(place, .updated, Presence(status: .busy, text: "in a meeting")),
            .presenceChanged(nil, .updated, Presence(status: .away)),
            .applicationChanged(place, .added, application), .objectChanged(nil, .deleted, CollaborationFixture.note),
            .requestEnded(.person(Person.chris.id), 0x8063_7005),
            .requestEnded(.contact(CollaborationFixture.amitName), nil), .invited(.incoming),
            .invited(.stranger("Eve", message: "hello")), .invitationEnded(ended), .acceptanceFellBack,
            .certificateChanged(contact: CollaborationFixture.amitName, label: "Amit Bahree"),
            .warning("It rains."), .lost(2), .peopleChanged(.deleted, nil),
        ]
    }
}

import Collaboration
import PeerBase
import Testing

@Suite("Contacts")
struct ContactTests {
    static let me = (peerName: String(repeating: "f", count: 40) + ".collab", pin: Pin.of(0xff))

    @Test("a contact is added once: a known peer name or a known pin is a duplicate (check 4)")
    func duplicates() throws {
        let known = Contact.sample(1)
        var other = Contact.sample(2).card
        func check(_ card: ContactCard, _ pin: UInt8) throws(ContactRefusal) {
            try ContactRules.check(adding: card, pin: .of(pin), among: [known], me: Self.me)
        }
        try check(other, 2)
        #expect(throws: ContactRefusal.alreadyExists) { try check(known.card, 1) }
        #expect(throws: ContactRefusal.alreadyExists) { try check(known.card, 2) }
        #expect(throws: ContactRefusal.alreadyExists) { try check(other, 1) }
        #expect(
            ContactRefusal.alreadyExists.text
                == "Peer collaboration add contact failed. Contact already exists in contact manager.")
        #expect(throws: ContactRefusal.isMe) { try check(other, 0xff) }
        other.peerName = Self.me.peerName
        #expect(throws: ContactRefusal.isMe) { try check(other, 2) }
        other.peerName = "somebody"
        #expect(throws: ContactRefusal.peerNameMalformed) { try check(other, 2) }
    }

    @Test("a change: what is not said stays, what is empty goes, and the nickname cannot")
    func changes() throws {
        let contact = Contact.sample(1)
        #expect(try ContactRules.changed(contact, ContactChange()) == contact)
        let changed = try ContactRules.changed(
            contact, ContactChange(nickname: "amit", displayName: "", isWatched: true, isAllowed: true))
        #expect(changed.card.nickname == "amit" && changed.card.displayName == nil)
        #expect(changed.card.email == contact.card.email && changed.isWatched && changed.isAllowed)
        #expect(changed.label == "amit")
        #expect(throws: ContactRefusal.empty("The nickname")) {
            try ContactRules.changed(contact, ContactChange(nickname: ""))
        }
        #expect(
            try ContactRules.changed(contact, ContactChange(nickname: " \u{202e}tim\u{7}A\n")).card.nickname == "timA")
        #expect(throws: ContactRefusal.empty("The nickname")) {
            try ContactRules.changed(contact, ContactChange(nickname: " \t\u{200f}"))
        }
        let long = String(repeating: "x", count: 256)
        #expect(throws: ContactRefusal.tooLong("The nickname")) {
            try ContactRules.changed(contact, ContactChange(nickname: long))
        }
        #expect(throws: ContactRefusal.tooLong("The display name")) {
            try ContactRules.changed(contact, ContactChange(displayName: long))
        }
        #expect(throws: ContactRefusal.tooLong("The e-mail address")) {
            try ContactRules.changed(contact, ContactChange(email: long))
        }
    }

    @Test("of Me only names and e-mail change: always subscribed, always allowed")
    func me() throws {
        #expect(try ContactRules.changedMe(.sample, ContactChange(email: "a@b")).email == "a@b")
        #expect(throws: ContactRefusal.meIsSubscribed) {
            try ContactRules.changedMe(.sample, ContactChange(isWatched: false))
        }
        #expect(throws: ContactRefusal.meIsAllowed) {
            try ContactRules.changedMe(.sample, ContactChange(isAllowed: true))
        }
    }
}

@Suite("Who is meant")
struct ChoiceTests {
    static let people = [
        person("Amit2", 0xabcd_0000_0000_0000, 1), person("chris", 0xabce_0000_0000_0000, 2),
        person("Chris", 0x1234_0000_0000_0000, 3),
    ]

    static func person(_ nickname: String, _ high: UInt64, _ place: UInt64) -> Person {
        Person(id: GUID(high: high, low: 1), nickname: nickname, host: "host", endpoint: Caller.place(place))
    }

    static func choose(_ text: String) -> [Int]? {
        switch Choice<Person>.choose(text, among: people, listing: [people[2].id, people[0].id, GUID(high: 0, low: 9)])
        {
        case .none: []
        case .one(let person): people.firstIndex(of: person).map { [$0] }
        case .several(let found): found.compactMap { people.firstIndex(of: $0) }
        }
    }

    @Test(
        "a person: line, nickname, id, prefix, place",
        arguments: [
            ("#1", [2]), ("#2", [0]), ("#3", []), ("#0", []), ("#4", []), ("#99999999999999999999", []), ("amit2", [0]),
            ("CHRIS", [1, 2]), ("abc", []), ("abcd", [0]), ("ABCD0000", [0]),
            ("abce0000-0000-0000-0000-000000000001", [1]),
            ("[fe80::3]:40000", [2]), ("[fe80::3%3]:40000", [2]), ("[fe80::3]%3:40000", [2]), ("[fe80::3%4]:40000", []),
            ("[fe80::3]:1", []), ("fe80::3", []), ("", []), ("nobody", []),
        ])
    func person(text: String, expected: [Int]) {
        #expect(Self.choose(text) == expected)
    }

    @Test("nothing means nobody, not even one without a name")
    func nothing() {
        #expect(Choice<Person>.choose("", among: [Self.person("", 1, 1)]) == .none)
    }

    @Test("a nickname that looks like another's id makes a question")
    func imitation() {
        let imitator = Self.person("abcd", 0x9999_0000_0000_0000, 4)
        #expect(
            Choice<Person>.choose("abcd", among: Self.people + [imitator]) == .several([Self.people[0], imitator]))
        let whole = Self.person(Self.people[0].id.description, 0x9999_0000_0000_0001, 4)
        #expect(Choice<Person>.choose(whole.nickname, among: [whole] + Self.people) == .one(Self.people[0]))
    }

    @Test("a contact: peer name, prefix, display name, nickname")
    func contact() {
        var first = Contact.sample(1)
        var second = Contact.sample(2)
        first.card.nickname = "amit"
        second.card.displayName = nil
        let contacts = [first, second]
        func choose(_ text: String) -> Choice<Contact> { Choice<Contact>.choose(text, among: contacts) }
        #expect(choose(first.card.peerName) == .one(first))
        #expect(choose("2222") == .one(second))
        #expect(choose("222") == .none)
        #expect(choose("AMIT BAHREE") == .one(first))
        #expect(choose("amit2") == .one(second))
        second.card.displayName = "Amit"
        #expect(Choice<Contact>.choose("amit", among: [first, second]) == .several([first, second]))
    }
}

@Suite("Events")
struct EventLogTests {
    @Test("the last hundred, oldest first")
    func bound() {
        var log = EventLog()
        for time in Int64(1)...150 {
            #expect(log.append(.acceptanceFellBack, time: time).time == time)
        }
        #expect(log.events.map(\.time) == Array(51...150))
    }
}

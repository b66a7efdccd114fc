import Collaboration
import CommandTree
import Glibc
import PeerBase
import PeerEngine
import Synchronization

/// The people who were listed last, so that `#2` means the second of them whatever has happened since.
final class PeopleListing: Sendable {
    private let listed = Mutex<[GUID]>([])

    var ids: [GUID] { listed.withLock { $0 } }

    func keep(_ people: [Person]) { listed.withLock { $0 = people.map(\.id) } }
}

/// What a text means among things that have names: one, none, or several that it does not tell apart. Names prove
/// nothing, so a name never wins over another thing that could be meant (collab 11).
enum Selection<Thing: Sendable>: Sendable {
    case one(Thing)
    case none
    case many([Thing])

    init(_ things: [Thing]) {
        switch things.count {
        case 0: self = .none
        case 1: self = .one(things[0])
        default: self = .many(things)
        }
    }
}

/// Digits of an id that are enough to mean it; ours.
private let leastDigits = 4

extension Selection<Person> {
    /// - Parameter listed: what `#1`, `#2`... mean.
    init(of text: String, among people: [Person], listed: [GUID]) {
        if text.hasPrefix("#"), let place = Int(text.dropFirst()) {
            guard listed.indices.contains(place - 1) else {
                self = .none
                return
            }
            self.init(people.filter { $0.id == listed[place - 1] })
        } else if let id = GUID(text) {
            self.init(people.filter { $0.id == id })
        } else if let place = EndpointText(text), place.port != nil {
            self.init(people.filter { $0.endpoint.map { place.means($0) } ?? false })
        } else {
            let typed = text.lowercased()
            self.init(
                people.filter {
                    $0.nickname.lowercased() == typed
                        || typed.utf8.count >= leastDigits && "\($0.id)".hasPrefix(typed)
                })
        }
    }
}

extension EndpointText {
    /// Whether this is how a person writes that place; the zone may be left out.
    fileprivate func means(_ place: ScopedEndpoint) -> Bool {
        let index = zone.map { UInt32($0) ?? if_nametoindex($0) }
        return place.endpoint == endpoint(defaultPort: 0) && (index == nil || index == place.zone)
    }
}

extension Selection<Contact> {
    init(of text: String, among contacts: [Contact]) {
        let typed = text.lowercased()
        let named = contacts.filter { $0.card.peerName.lowercased() == typed }
        guard named.isEmpty else {
            self.init(named)
            return
        }
        self.init(
            contacts.filter { contact in
                [contact.card.displayName, contact.card.nickname].contains { $0?.lowercased() == typed }
                    || typed.utf8.count >= leastDigits && contact.card.peerName.lowercased().hasPrefix(typed)
            })
    }
}

/// Somebody whom a text means, near us or among the contacts.
enum Somebody: Sendable {
    case person(Person)
    case contact(Contact)

    var party: Party {
        switch self {
        case .person(let person): .person(person.id)
        case .contact(let contact): .contact(contact.card.peerName)
        }
    }

    /// What there is to choose from, in a line.
    var text: String {
        switch self {
        case .person(let person):
            "  \(person.id)  \(quoted(person.nickname)) near you at \(quoted(person.host)), \(person.standing.title)"
        case .contact(let contact):
            "  \(contact.card.peerName)  \(quoted(contact.label)), a contact, \(contact.trust.title)"
        }
    }
}

extension Selection<Somebody> {
    /// A person near us who has shown a contact's key is that contact, and counts once.
    init(_ people: Selection<Person>, _ contacts: Selection<Contact>) {
        let contacts = contacts.things
        let known = Set(contacts.map(\.card.peerName))
        let people = people.things.filter { person in person.standing.contact.map { !known.contains($0) } ?? true }
        self.init(contacts.map { .contact($0) } + people.map { .person($0) })
    }
}

extension Selection {
    var things: [Thing] {
        switch self {
        case .one(let thing): [thing]
        case .none: []
        case .many(let things): things
        }
    }
}

// MARK: Asking the services

extension CommandEnvironment {
    func people(waiting: Duration? = nil, address: ScopedEndpoint? = nil) async throws -> [Person] {
        try await ask { services async throws(EngineError) in
            try await services.people(waiting: waiting, address: address)
        }
    }

    func contacts() async throws -> [Contact] {
        try await ask { services async throws(EngineError) in try await services.contacts() }
    }

    func person(_ text: String) async throws -> Person {
        let selection = Selection(of: text, among: try await people(), listed: listing.ids)
        switch selection {
        case .one(let person): return person
        case .none: throw CommandFailure.nobody(text)
        case .many(let people): throw CommandFailure.ambiguous(text, people.map { .person($0) })
        }
    }

    func contact(_ text: String) async throws -> Contact {
        switch Selection(of: text, among: try await contacts()) {
        case .one(let contact): return contact
        case .none: throw CommandFailure.noContact
        case .many(let contacts): throw CommandFailure.ambiguous(text, contacts.map { .contact($0) })
        }
    }

    /// `nil` for ourselves, who are no contact (collab 2.1).
    func contactOrMe(_ text: String) async throws -> Contact? {
        text.lowercased() == "me" ? nil : try await contact(text)
    }

    /// A person near us or a contact. Whoever is not signed in sees nobody near, and may have contacts all the same.
    func party(_ text: String) async throws -> Somebody {
        let near = (try? await services.people(waiting: nil, address: nil)) ?? []
        let selection = Selection<Somebody>(
            Selection(of: text, among: near, listed: listing.ids), Selection(of: text, among: try await contacts()))
        switch selection {
        case .one(let candidate): return candidate
        case .none: throw CommandFailure.nobody(text)
        case .many(let candidates): throw CommandFailure.ambiguous(text, candidates)
        }
    }
}

extension CommandFailure {
    static func nobody(_ text: String) -> CommandFailure {
        CommandFailure(
            "Nobody is known by '\(text)'.",
            hint: "'p2p collab show people' lists who is near, 'p2p collab contact show contacts' the contacts.",
            status: .notFound)
    }

    /// Collab 3.6.
    static var noContact: CommandFailure {
        CommandFailure(
            "Contact not found in contact manager.", hint: "'p2p collab contact show contacts' lists them.",
            status: .notFound)
    }

    /// Collab 11.
    static func ambiguous(_ text: String, _ candidates: [Somebody]) -> CommandFailure {
        CommandFailure(
            "More than one match for '\(text)':", details: candidates.map(\.text),
            hint: "The first digits of an id or of a peer name mean one of them.")
    }
}

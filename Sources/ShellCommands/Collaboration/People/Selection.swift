import Collaboration
import CommandTree
import PeerBase
import PeerEngine
import Synchronization

/// The people who were listed last, so that `#2` means the second of them whatever has happened since.
final class PeopleListing: Sendable {
    private let listed = Mutex<[GUID]>([])

    var ids: [GUID] { listed.withLock { $0 } }

    func keep(_ people: [Person]) { listed.withLock { $0 = people.map(\.id) } }
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

extension [Somebody] {
    /// A person near us who has shown a contact's key is that contact, and counts once.
    fileprivate init(_ people: [Person], _ contacts: [Contact]) {
        let known = Set(contacts.map(\.card.peerName))
        let others = people.filter { person in person.standing.contact.map { !known.contains($0) } ?? true }
        self = contacts.map { .contact($0) } + others.map { .person($0) }
    }
}

extension Choice {
    fileprivate var all: [Element] {
        switch self {
        case .none: []
        case .one(let element): [element]
        case .several(let elements): elements
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
        switch Choice<Person>.choose(text, among: try await people(), listing: listing.ids) {
        case .one(let person): return person
        case .none: throw CommandFailure.nobody(text)
        case .several(let people): throw CommandFailure.ambiguous(text, people.map { .person($0) })
        }
    }

    func contact(_ text: String) async throws -> Contact {
        switch Choice<Contact>.choose(text, among: try await contacts()) {
        case .one(let contact): return contact
        case .none: throw CommandFailure.noContact
        case .several(let contacts): throw CommandFailure.ambiguous(text, contacts.map { .contact($0) })
        }
    }

    /// `nil` for ourselves, who are no contact (collab 2.1).
    func contactOrMe(_ text: String) async throws -> Contact? {
        text.lowercased() == "me" ? nil : try await contact(text)
    }

    /// A person near us or a contact. Whoever is not signed in sees nobody near, and may have contacts all the same.
    func party(_ text: String) async throws -> Somebody {
        let near = (try? await services.people(waiting: nil, address: nil)) ?? []
        let found = [Somebody](
            Choice<Person>.choose(text, among: near, listing: listing.ids).all,
            Choice<Contact>.choose(text, among: try await contacts()).all)
        guard let first = found.first else { throw CommandFailure.nobody(text) }
        guard found.count == 1 else { throw CommandFailure.ambiguous(text, found) }
        return first
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

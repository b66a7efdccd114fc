package import PeerBase

/// Who is meant by a text (collab 11). Every way of naming somebody counts, and two who fit are two: a nickname chosen to
/// look like another's id makes a question, never a mistake.
package enum Choice<Element: Hashable & Sendable>: Hashable, Sendable {
    case none
    case one(Element)
    /// In the order of the list.
    case several([Element])

    fileprivate init(_ found: [Element]) {
        self = found.count > 1 ? .several(found) : found.first.map { .one($0) } ?? .none
    }
}

extension Choice<Person> {
    /// A person by `#2`, the second line of the listing last shown; by nickname without case; by near id or a prefix of
    /// it of at least 4 characters; by `[address]:port`, with the zone if one is written.
    package static func choose(_ text: String, among people: [Person], listing: [GUID] = []) -> Choice {
        if let index = listingIndex(text) {
            guard listing.indices.contains(index) else { return .none }
            return Choice(people.filter { $0.id == listing[index] })
        }
        if let id = GUID(text), let person = people.first(where: { $0.id == id }) { return .one(person) }
        let place = endpoint(text)
        return Choice(
            people.filter { person in
                isSame(text, person.nickname) || isPrefix(text, of: person.id.description)
                    || place.map { isThere(person, $0) } == true
            })
    }

    private static func listingIndex(_ text: String) -> Int? {
        guard text.first == "#", text.count > 1, text.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        return (Int(text.dropFirst()) ?? 0) - 1
    }

    private static func endpoint(_ text: String) -> EndpointText? {
        guard let written = EndpointText(text), written.port != nil else { return nil }
        return written
    }

    private static func isThere(_ person: Person, _ written: EndpointText) -> Bool {
        guard let endpoint = person.endpoint, endpoint.endpoint.address == written.address,
            endpoint.endpoint.port == written.port
        else { return false }
        return written.zone == nil || written.zone == String(endpoint.zone)
    }
}

extension Choice<Contact> {
    /// A contact by peer name or a prefix of it of at least 4 characters, or by display name or nickname without case.
    package static func choose(_ text: String, among contacts: [Contact]) -> Choice {
        if let contact = contacts.first(where: { $0.card.peerName == text }) { return .one(contact) }
        return Choice(
            contacts.filter { contact in
                contact.card.displayName.map { isSame(text, $0) } == true || isSame(text, contact.card.nickname)
                    || isPrefix(text, of: contact.card.peerName)
            })
    }
}

extension Choice {
    fileprivate static func isSame(_ text: String, _ name: String) -> Bool {
        !text.isEmpty && text.lowercased() == name.lowercased()
    }

    fileprivate static func isPrefix(_ text: String, of id: String) -> Bool {
        text.count >= 4 && id.hasPrefix(text.lowercased())
    }
}

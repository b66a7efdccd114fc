package import Collaboration
package import PeerBase
package import PeerStore

/// One thing that the writer does to a store; which one, its number says alone. Five in a row make, change and remove.
package struct Step: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case addContact(Contact)
        case addApplication(Application)
        case verifyContact(Contact)
        case deleteApplication(GUID)
        case deleteContact(String)
        case setNickname(String)
    }

    package let number: Int

    package init(_ number: Int) { self.number = number }

    package var kind: Kind {
        let (round, place) = number.quotientAndRemainder(dividingBy: 5)
        return switch place {
        case 0: .addContact(Self.contact(round))
        case 1: .addApplication(Self.application(round))
        case 2: .verifyContact(Self.contact(round))
        case 3 where round >= 20: .deleteApplication(Self.application(round - 20).id)
        case 4 where round.isMultiple(of: 2): .deleteContact(Self.contact(round).card.peerName)
        default: .setNickname("nickname \(number)")
        }
    }

    /// Certificates are of several sizes, so that rows go over the end of a page.
    package static func contact(_ number: Int) -> Contact {
        var random = RandomSource(seed: UInt64(number))
        let name = random.bytes(20).hexText + ".collab"
        let certificate = random.bytes(200 + number % 7 * 900)
        guard let pin = Pin(random.bytes(32)) else { fatalError("32 bytes are a pin") }
        return Contact(
            card: ContactCard(peerName: name, nickname: "contact \(number)", certificate: certificate), pin: pin,
            trust: .firstUse, addedAt: Int64(number) * 1000)
    }

    package static func application(_ number: Int) -> Application {
        var random = RandomSource(seed: UInt64(number))
        return Application(
            id: GUID(high: 1, low: UInt64(number)), data: random.bytes(number % 5 * 4096), path: "/bin/true",
            arguments: "--number \(number)")
    }

    package func perform(on store: CollaborationStore) throws(StoreError) {
        switch kind {
        case .addContact(let contact): _ = try store.add(contact)
        case .addApplication(let application): _ = try store.add(application, at: 0)
        case .verifyContact(let contact):
            _ = try store.setTrust(.verified, ofContact: contact.card.peerName, withPin: contact.pin)
        case .deleteApplication(let id): _ = try store.deleteApplication(id)
        case .deleteContact(let name): _ = try store.deleteContact(named: name)
        case .setNickname(let nickname): _ = try store.changeSettings { $0.nickname = nickname }
        }
    }
}

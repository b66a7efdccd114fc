internal import Collaboration
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import Signalling
internal import XMLReading

// The people whose certificates are kept (collab 3.6). Texts in quotation marks are the original's, word for word.

extension CollaborationHost {
    private enum Text {
        static let list = "Peer collaboration get contacts failed."
        static let parse = "Peer collaboration contact from xml failed."
        static let export = "Peer collaboration contact to xml failed."
        static let add = "Peer collaboration add contact failed."
        static let update = "Peer collaboration update contact failed."
        static let delete = "Peer collaboration delete contact failed."
    }

    // MARK: Looking

    /// Also brings what the threads of connections know up to date: another process may have changed it.
    func contacts() async throws(EngineError) -> [Contact] {
        let number = contactReads.take()
        let contacts = try await memory.use(Text.list) { store throws(StoreError) in try store.contacts() }
        guard contactReads.isNews(number) else { return contacts }
        let gone = Set(acquaintances.contacts.map(\.pin)).subtracting(contacts.map(\.pin))
        acquaintances.contacts = contacts
        refreshWords()
        // Who was let in as a contact, and is none any more, has to ask for it again as whoever he is (collab 10.5).
        for pin in gone { await session?.server.part(with: pin) }
        return contacts
    }

    func contact(_ peerName: String) async throws(EngineError) -> Contact {
        guard let contact = try await contacts().first(where: { $0.card.peerName == peerName }) else {
            throw .unknownContact
        }
        return contact
    }

    /// Without a name, our own.
    func card(ofContact peerName: String?) async throws(EngineError) -> ContactCard {
        guard let peerName else { return try await ownCard(Text.export) }
        return try await contact(peerName).card
    }

    /// The file of a contact, or our own.
    func contactFile(ofContact peerName: String?) async throws(EngineError) -> [UInt8] {
        try await card(ofContact: peerName).file
    }

    // MARK: Adding

    /// A contact file, of another channel or as `/card` answers: checked whole, the certificate too (collab 10.6).
    func readContactFile(_ bytes: [UInt8]) throws(EngineError) -> ContactCard {
        guard bytes.count <= Limits.cardSize else {
            throw .collaboration(Text.parse, .sentence("A contact file has at most \(Limits.cardSize) bytes."))
        }
        let card: ContactCard
        do {
            card = try ContactCard(try XMLReader.read(bytes))
        } catch let fault as XMLFault {
            throw .collaboration(Text.parse, .sentence("The file cannot be read: \(fault)."))
        } catch {
            throw .collaboration(Text.parse, .sentence("\(error)"))
        }
        _ = try pin(of: card)
        return card
    }

    /// The pin of the certificate in a card, which must be good and bear the name (collab 10.6).
    func pin(of card: ContactCard, _ failure: String = Text.parse) throws(EngineError) -> Pin {
        do throws(CertificateFault) {
            let judged = try PersonCertificate(
                judging: card.certificate, at: now.time, expectedName: card.peerName)
            guard let pin = Pin(judged.pin) else { throw .unreadable }
            return pin
        } catch {
            throw .collaboration(failure, .sentence("The contact cannot be used: \(error)."))
        }
    }

    /// A file verifies nobody (collab 10.6).
    func importContact(_ card: ContactCard, trust: Trust) async throws(EngineError) -> Contact {
        try await keep(card, trust: trust == .verified ? .file : trust)
    }

    /// Contacts are unique by peer name and by pin; one that is there stays as it is (collab 10.6, acceptance 4). Watch and
    /// permission begin closed (collab 10.11).
    func keep(_ card: ContactCard, trust: Trust) async throws(EngineError) -> Contact {
        let contact = Contact(card: card, pin: try pin(of: card, Text.add), trust: trust, addedAt: now.time)
        let me = try await ourselves(Text.add)
        let contacts = try await contacts()
        do throws(ContactRefusal) {
            try ContactRules.check(adding: card, pin: contact.pin, among: contacts, me: (me.peerName, me.pin))
        } catch {
            throw EngineError(error, Text.add)
        }
        // Another process may have been faster.
        let addition = try await memory.use(Text.add) { store throws(StoreError) in try store.add(contact) }
        guard addition == .added else { throw EngineError(.alreadyExists, Text.add) }
        try await contactsChanged()
        return contact
    }

    // MARK: Changing

    func updateContact(_ peerName: String?, _ change: ContactChange) async throws(EngineError) -> Contact? {
        guard let peerName else {
            try await updateOurselves(change)
            return nil
        }
        let before = try await contact(peerName)
        do throws(ContactRefusal) {
            _ = try ContactRules.changed(before, change)
        } catch {
            throw EngineError(error, Text.update)
        }
        let changed = try await memory.use(Text.update) { store throws(StoreError) in
            try store.update(contact: peerName, change)
        }
        guard let changed else { throw .unknownContact }
        tell(before, changed)
        try await contactsChanged()
        return changed
    }

    /// Only names and the e-mail address of Me can be changed (collab 2.1).
    private func updateOurselves(_ change: ContactChange) async throws(EngineError) {
        let before = try await ownCard(Text.update)
        let card: ContactCard
        do throws(ContactRefusal) {
            card = try ContactRules.changedMe(before, change)
        } catch {
            throw EngineError(error, Text.update)
        }
        _ = try await changeSettings(Text.update) { settings in
            if change.nickname != nil { settings.nickname = card.nickname }
            settings.displayName = card.displayName
            settings.email = card.email
        }
        try await readPublication(Text.update)
        await announceNames()
    }

    private func tell(_ before: Contact, _ after: Contact) {
        let change: CollaborationEvent.Change? =
            switch (before.isWatched, after.isWatched) {
            case (false, true): .added
            case (true, false): .deleted
            case (true, true): before == after ? nil : .updated
            case (false, false): nil
            }
        guard let change else { return }
        log.happened(.watchListChanged(change, contact: after.card.peerName, label: after.label))
    }

    func deleteContact(_ peerName: String) async throws(EngineError) {
        let deleted = try await memory.use(Text.delete) { store throws(StoreError) in
            try store.deleteContact(named: peerName)
        }
        guard let deleted else { throw .unknownContact }
        await session?.server.part(with: deleted.pin)
        if deleted.isWatched {
            log.happened(.watchListChanged(.deleted, contact: peerName, label: deleted.label))
        }
        try await contactsChanged()
    }

    /// What follows whenever contacts came, changed or went, here or in another process.
    func contactsChanged() async throws(EngineError) {
        let contacts = try await contacts()
        judgePeople()
        watch(contacts)
        tellWatchers()
    }
}

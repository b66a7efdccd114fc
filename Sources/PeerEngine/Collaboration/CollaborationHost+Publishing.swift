internal import Collaboration
internal import PeerBase
internal import PeerStore

// What we tell of ourselves: names, presence, applications and objects (collab 3.3, 3.7 to 3.9).

extension CollaborationHost {
    private enum Text {
        static let presence = "Peer collaboration LocalPresenceInfo set failed."
        static let object = "Peer collaboration set object failed."
        static let objectDeletion = "Peer collaboration delete object failed."
        static let endpointName = "Peer collaboration LocalEndPointName change failed."
        static let register = "Peer collaboration register application failed."
        static let unregister = "Peer collaboration unregister application failed."
        static let list = "Peer collaboration get local registered applications failed."
    }

    // MARK: Presence and objects

    func setPresence(_ presence: Presence) async throws(EngineError) {
        try await change(Text.presence) { publication throws(PublicationRefusal) in
            try publication.setPresence(presence)
        }
    }

    func setObject(_ object: CollaborationObject) async throws(EngineError) {
        try await change(Text.object) { publication throws(PublicationRefusal) in
            try publication.setObject(object)
        }
    }

    func deleteObject(_ id: GUID) async throws(EngineError) {
        try await change(Text.objectDeletion) { publication throws(PublicationRefusal) in
            try publication.deleteObject(id)
        }
    }

    private func change(
        _ failure: String,
        _ body: (inout Publication) throws(PublicationRefusal) -> [CollaborationEvent.Occurrence]
    ) async throws(EngineError) {
        do throws(PublicationRefusal) {
            let occurrences = try body(&publication)
            for occurrence in occurrences { log.happened(occurrence) }
        } catch {
            throw EngineError(error, failure)
        }
        tellWatchers()
    }

    // MARK: Names

    /// Kept for every sign-in to come; the name it has is no mistake (collab 8.9).
    func setEndpointName(_ name: String) async throws(EngineError) {
        try await readPublication(Text.endpointName)
        try await change(Text.endpointName) { publication throws(PublicationRefusal) in
            try publication.setEndpointName(name)
        }
        _ = try await changeSettings(Text.endpointName) { $0.endpointName = name }
        // One that began before may have brought back the old name.
        try await readPublication(Text.endpointName)
        await announceNames()
    }

    /// Makes what we tell agree with what is kept, which another process may have changed.
    func readPublication(_ failure: String = "") async throws(EngineError) {
        let number = publicationReads.take()
        let settings = try await settings(failure)
        let applications = try await catalog(failure)
        guard publicationReads.isNews(number) else { return }
        acquaintances.policy = settings.acceptance
        try? publication.setNickname(settings.nicknameInUse)
        var occurrences = (try? publication.setEndpointName(settings.endpointNameInUse)) ?? []
        occurrences += publication.setApplications(applications)
        refreshWords()
        for occurrence in occurrences where session != nil { log.happened(occurrence) }
        tellWatchers()
    }

    // MARK: Applications

    /// What is registered here, of both types.
    func catalog(_ failure: String = Text.list) async throws(EngineError) -> ApplicationCatalog {
        let own = try await memory.use(failure) { store throws(StoreError) in try store.applications() }
        return ApplicationCatalog(currentUser: own, allUsers: await sharedApplications())
    }

    func applications(type: Application.RegistrationType?) async throws(EngineError) -> [Application] {
        try await catalog().applications(type)
    }

    /// Where the program lies is looked at by who knows disks (collab 2.5). What is replaced stays unless all is well.
    func register(_ application: Application, replacing: Bool) async throws(EngineError) {
        let catalog = try await catalog(Text.register)
        do throws(ApplicationRefusal) {
            try catalog.check(application, replacing: replacing, home: launcher.home) { around.environment[$0] }
        } catch {
            throw EngineError(error, Text.register)
        }
        if let reason = launcher.refusal(of: application) { throw .collaboration(Text.register, .sentence(reason)) }
        switch application.type {
        case .currentUser: try await registerOwn(application, replacing: replacing)
        case .allUsers: try await registerShared(application, replacing: replacing)
        }
        try await readPublication(Text.register)
    }

    private func registerOwn(_ application: Application, replacing: Bool) async throws(EngineError) {
        let time = now.time
        let addition = try await memory.use(Text.register) { store throws(StoreError) in
            try store.add(application, at: time, replacing: replacing)
        }
        switch addition {
        case .added: return
        case .duplicate: throw EngineError(ApplicationRefusal.alreadyRegistered, Text.register)
        case .full: throw EngineError(ApplicationRefusal.tooMany, Text.register)
        }
    }

    func unregister(
        application id: GUID, type: Application.RegistrationType
    ) async throws(EngineError) {
        let catalog = try await catalog(Text.unregister)
        do throws(ApplicationRefusal) {
            try catalog.check(unregistering: id, type)
        } catch {
            throw EngineError(error, Text.unregister)
        }
        switch type {
        case .currentUser:
            _ = try await memory.use(Text.unregister) { store throws(StoreError) in
                try store.deleteApplication(id)
            }
        case .allUsers: try await unregisterShared(id)
        }
        try await readPublication(Text.unregister)
    }
}

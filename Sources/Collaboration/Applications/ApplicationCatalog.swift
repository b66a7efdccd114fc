package import PeerBase

/// The applications registered here, of both types (collab 2.5).
package struct ApplicationCatalog: Hashable, Sendable {
    private var currentUser: [Application]
    private var allUsers: [Application]

    /// Takes what is stored, and no more than the limit of each type: all users' come from files of others.
    package init(currentUser: [Application] = [], allUsers: [Application] = []) {
        self.currentUser = Self.stored(currentUser, .currentUser)
        self.allUsers = Self.stored(allUsers, .allUsers)
    }

    /// Those of one type, by id; without a type merged: where an id is in both, the user's own is the one, and the other
    /// invisible.
    package func applications(_ type: Application.RegistrationType? = nil) -> [Application] {
        switch type {
        case .currentUser: return currentUser
        case .allUsers: return allUsers
        case nil:
            let own = Set(currentUser.map(\.id))
            return (currentUser + allUsers.filter { !own.contains($0.id) }).sorted { $0.id < $1.id }
        }
    }

    /// The one that an invitation starts.
    package func application(_ id: GUID) -> Application? {
        currentUser.first { $0.id == id } ?? allUsers.first { $0.id == id }
    }

    /// Whether an application can be registered beside those that are (collab 2.5, 3.7). Whether its program is on a
    /// local disk is looked at by who sees disks. Replacing, it takes the place of the one with its id, if there is one.
    package func check(
        _ new: Application, replacing: Bool = false, home: String, variable: (String) -> String?
    ) throws(ApplicationRefusal) {
        guard !new.id.isEmpty else { throw .emptyID }
        guard !new.path.isEmpty else { throw .pathRequired }
        guard new.data.count <= Limits.dataSize else { throw .dataTooLarge }
        guard new.description.fits(Limits.textLength) else { throw .descriptionTooLong }
        _ = try ProgramPath.expanded(new.path, home: home, variable: variable)
        let registered = applications(new.type).filter { !replacing || $0.id != new.id }
        guard !registered.contains(where: { $0.id == new.id }) else { throw .alreadyRegistered }
        guard registered.count < Limits.applications else { throw .tooMany }
    }

    /// Whether there is such a one to be unregistered.
    package func check(unregistering id: GUID, _ type: Application.RegistrationType) throws(ApplicationRefusal) {
        guard !id.isEmpty else { throw .emptyID }
        guard applications(type).contains(where: { $0.id == id }) else { throw .notFound }
    }

    private static func stored(
        _ applications: [Application], _ type: Application.RegistrationType
    ) -> [Application] {
        var ids: Set<GUID> = []
        let unique = applications.filter { ids.insert($0.id).inserted }.sorted { $0.id < $1.id }
        return unique.prefix(Limits.applications).map { application in
            var application = application
            application.type = type
            return application
        }
    }
}

/// Why an application is not registered or unregistered.
package enum ApplicationRefusal: Error, Hashable, Sendable {
    case emptyID
    case pathRequired
    case pathNotAbsolute(String)
    /// A `${…}` that is not closed, empty, or that the environment does not know.
    case unknownVariable(String)
    case dataTooLarge
    case descriptionTooLong
    case alreadyRegistered
    /// Of one type (collab 11.2).
    case tooMany
    case notFound

    /// What failed: the texts of collab 3.7 and 11.2, word for word where those have one.
    package var text: String {
        switch self {
        case .emptyID: "Cannot specify empty Guid."
        case .pathRequired: "Path in PeerApplication is required for registration."
        case .pathNotAbsolute(let path): "The path is not absolute: \(path)"
        case .unknownVariable(let name): "The path names a variable that is not set: \(name)"
        case .dataTooLarge: "Peer Application data size cannot exceed 16 kilobytes."
        case .descriptionTooLong: "The description is longer than \(Limits.textLength) characters."
        case .alreadyRegistered:
            "Peer collaboration register application failed. Application already registered."
        case .tooMany: "The limit of \(Limits.applications) applications is reached."
        case .notFound: "Peer collaboration unregister application failed."
        }
    }
}

package import PeerBase

/// A program that an invitation can start (collab 2.5).
package struct Application: Hashable, Sendable {
    package enum RegistrationType: Int, Hashable, Sendable, CaseIterable {
        case currentUser = 0
        case allUsers
    }

    /// The same on every machine.
    package var id: GUID
    package var description: String
    package var data: [UInt8]
    /// As registered; variables and `~` are expanded at the start. Never sent to others, nor are the arguments.
    package var path: String
    package var arguments: String
    /// To whom it is told.
    package var scope: Scope
    package var type: RegistrationType

    package init(
        id: GUID, description: String = "", data: [UInt8] = [], path: String, arguments: String = "",
        scope: Scope = .all, type: RegistrationType = .currentUser
    ) {
        self.id = id
        self.description = description
        self.data = data
        self.path = path
        self.arguments = arguments
        self.scope = scope
        self.type = type
    }
}

/// What others learn of an application.
package struct PublishedApplication: Hashable, Sendable {
    package var id: GUID
    package var description: String
    package var data: [UInt8]

    package init(id: GUID, description: String, data: [UInt8]) {
        self.id = id
        self.description = description
        self.data = data
    }
}

/// Data tied to whoever set it, gone when he signs out (collab 2.6).
package struct CollaborationObject: Hashable, Sendable {
    package var id: GUID
    /// 1 to ``Limits/dataSize`` bytes.
    package var data: [UInt8]
    package var scope: Scope

    package init(id: GUID, data: [UInt8], scope: Scope = .all) {
        self.id = id
        self.data = data
        self.scope = scope
    }
}

package import Collaboration
internal import GRDB

/// What a user has set for collaboration, persistent as in the original (collab 7). Presence is not: it ends with the
/// sign-in.
package struct CollaborationSettings: Hashable, Sendable {
    /// What Me is called; `nil`: the logon name.
    package var nickname: String?
    package var displayName: String?
    package var email: String?
    /// `nil`: the name of the machine.
    package var endpointName: String?
    /// What a session signs in to when it starts.
    package var automaticSignIn: Scope
    package var acceptance: AcceptPolicy
    /// Whether the person agreed to what becomes visible at a sign-in.
    package var hasAgreedToNotice: Bool

    package init(
        nickname: String? = nil, displayName: String? = nil, email: String? = nil, endpointName: String? = nil,
        automaticSignIn: Scope = .none, acceptance: AcceptPolicy = AcceptPolicy(), hasAgreedToNotice: Bool = false
    ) {
        self.nickname = nickname
        self.displayName = displayName
        self.email = email
        self.endpointName = endpointName
        self.automaticSignIn = automaticSignIn
        self.acceptance = acceptance
        self.hasAgreedToNotice = hasAgreedToNotice
    }
}

extension CollaborationStore {
    package func settings() throws(StoreError) -> CollaborationSettings {
        try read { CollaborationSettings(try texts(in: $0)) }
    }

    /// Changes settings in one step, so that another process's change is never undone, and tells them as they are then.
    package func changeSettings(
        _ change: (inout CollaborationSettings) -> Void
    ) throws(StoreError) -> CollaborationSettings {
        try write { database in
            let before = try texts(in: database)
            var settings = CollaborationSettings(before)
            change(&settings)
            let after = settings.texts
            for name in CollaborationSettings.Name.allCases where before[name] != after[name] {
                try write(after[name], name, in: database)
            }
            return settings
        }
    }

    private func texts(in database: Database) throws -> [CollaborationSettings.Name: String] {
        var texts: [CollaborationSettings.Name: String] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT name, value FROM setting") {
            let name = String.fromDatabaseValue(row["name"]).flatMap(CollaborationSettings.Name.init)
            if let name { texts[name] = String.fromDatabaseValue(row["value"]) }
        }
        return texts
    }

    private func write(_ text: String?, _ name: CollaborationSettings.Name, in database: Database) throws {
        guard let text else {
            return try database.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [name.rawValue])
        }
        try database.execute(
            sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", arguments: [name.rawValue, text])
    }
}

extension CollaborationSettings {
    fileprivate enum Name: String, CaseIterable {
        case nickname, displayName, email, endpointName, automaticSignIn, noticeAgreed
        case accept, acceptUntil, acceptTrust, acceptBusy
    }

    /// A value that this version does not know counts as none, which is always the careful choice.
    fileprivate init(_ texts: [Name: String]) {
        var acceptance = AcceptPolicy()
        acceptance.who = texts[.accept].flatMap(AcceptPolicy.Who.init) ?? acceptance.who
        acceptance.until = texts[.acceptUntil].flatMap { Int64($0) }
        acceptance.minimumTrust = texts[.acceptTrust].flatMap { Int($0) }.flatMap(Trust.init) ?? .firstUse
        acceptance.whenBusy = texts[.acceptBusy].flatMap(AcceptPolicy.WhenBusy.init) ?? acceptance.whenBusy
        let scope = texts[.automaticSignIn].flatMap { Int($0) }.map(Scope.init) ?? .none
        self.init(
            nickname: texts[.nickname], displayName: texts[.displayName], email: texts[.email],
            endpointName: texts[.endpointName], automaticSignIn: scope.intersection(.all), acceptance: acceptance,
            hasAgreedToNotice: texts[.noticeAgreed] == "yes")
    }

    /// What differs from the defaults.
    fileprivate var texts: [Name: String] {
        var texts: [Name: String] = [:]
        texts[.nickname] = nickname
        texts[.displayName] = displayName
        texts[.email] = email
        texts[.endpointName] = endpointName
        if automaticSignIn != .none { texts[.automaticSignIn] = String(automaticSignIn.rawValue) }
        if hasAgreedToNotice { texts[.noticeAgreed] = "yes" }
        let usual = AcceptPolicy()
        if acceptance.who != usual.who { texts[.accept] = acceptance.who.rawValue }
        texts[.acceptUntil] = acceptance.until.map { String($0) }
        if acceptance.minimumTrust != usual.minimumTrust {
            texts[.acceptTrust] = String(acceptance.minimumTrust.rawValue)
        }
        if acceptance.whenBusy != usual.whenBusy { texts[.acceptBusy] = acceptance.whenBusy.rawValue }
        return texts
    }
}

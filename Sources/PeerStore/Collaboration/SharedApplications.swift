package import Collaboration
internal import Glibc
package import PeerBase
internal import XMLReading

/// The applications registered for all users of the host: a directory with one file for each, which only an
/// administrator writes, by p2psh or by putting a file there (collab 2.5, 10.11).
package struct SharedApplications: Hashable, Sendable {
    /// Where the files are, or would be.
    package let folder: String
    /// How long one who registers waits for another process that does.
    private let patience: Duration

    /// How many names are looked at. Ours: far above 64 files and what an editor leaves beside them.
    private static let largestFolder = 1024
    /// A file with data of the largest size, in base64, and the longest texts.
    private static let largestFile = 65_536
    private static let suffix = ".xml"

    /// The first directory of `XDG_CONFIG_DIRS` that has such a folder, or else the first that exists and could get one.
    /// `patience`: as long as for a database unless a test says otherwise (collab 10.11).
    package init(environment: [String: String], patience: Duration = .seconds(5)) {
        self.patience = patience
        let listed = (environment["XDG_CONFIG_DIRS"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        let directories = listed.isEmpty ? ["/etc/xdg"] : listed.map(String.init)
        func folder(_ directory: String) -> String { "\(directory)/p2psh/applications.d" }
        self.folder =
            directories.map(folder).first { access($0, F_OK) == 0 }
            ?? folder(directories.first { access($0, F_OK) == 0 } ?? directories[0])
    }

    func path(of id: GUID) -> String { "\(folder)/\(id)\(Self.suffix)" }

    // MARK: Reading

    /// What is registered, by id and at most ``Limits/applications``; and a sentence for each file that is not taken for
    /// a registration. Only files that belong to an administrator or to this user count, and only where nobody else can
    /// write.
    package func all() throws(FileFault) -> (applications: [Application], warnings: [String]) {
        guard let (names, warnings) = try names() else { return ([], []) }
        var found: [GUID: Application] = [:]
        var complaints = warnings
        for name in names where !name.hasPrefix(PlainFile.draftPrefix) {
            do throws(Unbelieved) {
                let application = try self.application(inFile: name)
                guard found[application.id] == nil else { throw Unbelieved(reason: "the id is registered already") }
                guard found.count < Limits.applications else {
                    throw Unbelieved(reason: "there are \(Limits.applications) already")
                }
                found[application.id] = application
            } catch {
                complaints.append("\(folder)/\(name) is ignored: \(error.reason).")
            }
        }
        return (found.values.sorted { $0.id < $1.id }, complaints)
    }

    fileprivate struct Unbelieved: Error {
        let reason: String
    }

    private func application(inFile name: String) throws(Unbelieved) -> Application {
        guard name.hasSuffix(Self.suffix), let id = GUID(name.dropLast(Self.suffix.utf8.count)) else {
            throw Unbelieved(reason: "it is not called after an application id")
        }
        let path = "\(folder)/\(name)"
        do {
            let bytes = try PlainFile(path).read(
                atMost: Self.largestFile, followingLinks: false, objection: Self.objection)
            let application = try Application(XMLReader.read(bytes))
            guard application.id == id else { throw Unbelieved(reason: "it has another id inside") }
            return application
        } catch {
            throw Unbelieved(error)
        }
    }

    /// Who could change a file could have any program started.
    private static func objection(_ status: stat) -> String? {
        if status.st_uid != 0, status.st_uid != geteuid() { return "it belongs to another user" }
        if status.st_mode & (S_IWGRP | S_IWOTH) != 0 { return "others may write it" }
        return nil
    }

    /// The names in the folder, sorted; `nil` when there is no folder.
    private func names() throws(FileFault) -> (names: [String], warnings: [String])? {
        guard let stream = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFault(path: folder)
        }
        defer { closedir(stream) }
        var status = stat()
        guard fstat(dirfd(stream), &status) == 0 else { throw FileFault(path: folder) }
        if let reason = Self.objection(status) { return ([], ["\(folder) is ignored: \(reason)."]) }
        var names: [String] = []
        while names.count < Self.largestFolder, let entry = readdir(stream) {
            let name = String(entry)
            if name != ".", name != ".." { names.append(name) }
        }
        let isWhole = names.count < Self.largestFolder
        return (names.sorted(), isWhole ? [] : ["\(folder) holds too many files; some are ignored."])
    }

    // MARK: Writing

    /// Registers an application for all users. Without the rights, ``FileFault/accessDenied(path:)``, and nothing is
    /// stored. Replacing, the one with the same id stays until the new one is there.
    package func add(
        _ application: Application, replacing: Bool = false
    ) throws(FileFault) -> Addition<Application> {
        let path = path(of: application.id)
        var application = application
        application.type = .allUsers
        let bytes = application.file
        guard let read = try? Application(XMLReader.read(bytes)), read == application else {
            throw .unavailable(path: path, reason: "path, arguments or description cannot be written as XML")
        }
        try makeFolder()
        return try whileAlone { () throws(FileFault) in
            let registered = try all().applications
            let stored = registered.first { $0.id == application.id }
            if let stored, !replacing { return .duplicate(of: stored) }
            guard stored != nil || registered.count < Limits.applications else { return .full }
            try removeDrafts()
            try PlainFile(path).write(bytes, permissions: 0o644, replacing: replacing)
            if stored != nil { _ = try delete(application.id, but: path) }
            return .added
        }
    }

    /// Unregisters an application, whatever its file is called exactly; false where there is none. Without the rights,
    /// ``FileFault/accessDenied(path:)``.
    package func delete(_ id: GUID) throws(FileFault) -> Bool { try delete(id, but: nil) }

    private func delete(_ id: GUID, but kept: String?) throws(FileFault) -> Bool {
        guard let names = try names()?.names else { return false }
        var isThere = false
        for name in names where "\(folder)/\(name)" != kept && (try? application(inFile: name))?.id == id {
            isThere = try PlainFile("\(folder)/\(name)").remove() || isThere
        }
        return isThere
    }

    /// Removes what an interrupted registration left; nobody else is writing now.
    private func removeDrafts() throws(FileFault) {
        for name in try names()?.names ?? [] where name.hasPrefix(PlainFile.draftPrefix) { unlink("\(folder)/\(name)") }
    }

    /// Makes the folder and the one above it, which everybody may read.
    private func makeFolder() throws(FileFault) {
        let above = String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)])
        for directory in [above, folder] {
            if mkdir(directory, 0o755) == 0 {
                chmod(directory, 0o755)
            } else if errno != EEXIST {
                throw FileFault(path: directory)
            }
        }
    }

    /// Microseconds between two attempts to be alone. Ours.
    private static let pause: useconds_t = 20_000

    /// Runs `body` while no other process that also asks runs its own. Anybody who may read the folder can keep it to
    /// himself for ever, so the waiting ends.
    private func whileAlone<Value>(_ body: () throws(FileFault) -> Value) throws(FileFault) -> Value {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw FileFault(path: folder) }
        defer { close(directory) }
        let end = ContinuousClock.now + patience
        while flock(directory, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EINTR || errno == EWOULDBLOCK else { throw FileFault(path: folder) }
            guard ContinuousClock.now < end else { throw .unavailable(path: folder, reason: "it is in use") }
            usleep(Self.pause)
        }
        return try body()
    }
}

extension SharedApplications.Unbelieved {
    fileprivate init(_ error: any Error) {
        reason =
            switch error {
            case let error as Self: error.reason
            case let fault as FileFault: fault.reason
            case let fault as DocumentFault: String("\(fault)".dropLast())
            default: "\(error)"
            }
    }
}

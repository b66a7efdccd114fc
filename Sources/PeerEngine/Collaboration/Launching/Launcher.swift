package import Collaboration
internal import Glibc
internal import PeerBase
package import PeerStore

/// Starts the programs of applications (collab 10.10). The command line is what was registered and nothing else: what an
/// invitation says, a program finds in a file.
package struct Launcher: Sendable {
    /// Names the file with the ``LaunchInformation``.
    package static let informationVariable = "P2PSH_LAUNCH_INFO"
    /// The id of the application.
    package static let applicationVariable = "P2PSH_APP_ID"

    /// What `~` stands for.
    package let home: String
    private let environment: [String: String]
    private let files: LaunchFiles
    private let time: @Sendable () -> Int64

    /// - Parameter time: milliseconds since 1970 UTC.
    package init(
        directories: StateDirectories, environment: [String: String], time: @escaping @Sendable () -> Int64
    ) {
        self.environment = environment
        self.time = time
        files = LaunchFiles(directories)
        home = environment["HOME"] ?? Self.homeOfUser
    }

    private static var homeOfUser: String {
        guard let user = getpwuid(geteuid()), let home = user.pointee.pw_dir else { return "/" }
        return String(cString: home)
    }

    /// Removes what earlier starts left and nobody needs; to be called when a session signs in.
    package func clean() { files.clean(at: time()) }

    // MARK: Registering

    /// Why an application cannot be registered, one sentence, as far as its program and arguments tell; `nil` where it
    /// can. The program need not be there yet, but where it will be must be a local disk.
    package func refusal(of application: Application) -> String? {
        do throws(LaunchFault) {
            let path = try expandedPath(of: application)
            _ = try words(of: application)
            guard let kind = MountTable.current.remoteKind(ofPath: Self.resolved(path)) else { return nil }
            return "The program is not on a local disk (\(kind)): \(path)"
        } catch {
            return error.reason
        }
    }

    /// Links followed, as far as there is something.
    private static func resolved(_ path: String) -> String {
        var existing = path[...]
        while !existing.isEmpty {
            if let resolved = realpath(String(existing), nil) {
                defer { free(resolved) }
                return String(cString: resolved) + path[existing.endIndex...]
            }
            existing = existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)]
        }
        return path
    }

    private func expandedPath(of application: Application) throws(LaunchFault) -> String {
        do throws(ApplicationRefusal) {
            return try ProgramPath.expanded(application.path, home: home) { environment[$0] }
        } catch {
            throw LaunchFault(path: application.path, reason: error.text)
        }
    }

    private func words(of application: Application) throws(LaunchFault) -> [String] {
        guard let words = ArgumentWords.split(application.arguments) else {
            throw LaunchFault(path: application.path, reason: "A quote in the arguments is not closed.")
        }
        return words
    }

    // MARK: Starting

    /// Starts the program of an application in a session of its own. When this returns, the program runs; what becomes of
    /// it is its own affair.
    @concurrent
    package func start(_ application: Application, _ information: LaunchInformation) async throws(LaunchFault) {
        clean()
        let path = try expandedPath(of: application)
        let words = try words(of: application)
        try Self.checkExecutable(path)
        do throws(FileFault) {
            let log = try files.openLog(of: application.id, at: time())
            defer { close(log.descriptor) }
            let note = try note(information, besideLog: log.path)
            var variables = environment
            variables[Self.informationVariable] = note
            variables[Self.applicationVariable] = "\(application.id)"
            let program = DetachedProgram(path: path, arguments: words, environment: variables, output: log.descriptor)
            if let reason = program.start() {
                unlink(note)
                unlink(log.path)
                throw .unavailable(path: path, reason: reason)
            }
        } catch {
            throw LaunchFault(path: error.path, reason: error.reason)
        }
    }

    /// The file of one start; without it the log is of no use.
    private func note(
        _ information: LaunchInformation, besideLog log: String
    ) throws(FileFault) -> String {
        do throws(FileFault) {
            return try files.write(information)
        } catch {
            unlink(log)
            throw error
        }
    }

    private static func checkExecutable(_ path: String) throws(LaunchFault) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw LaunchFault(path: path, reason: String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw LaunchFault(path: path, reason: "it is not a regular file")
        }
        guard faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 else {
            throw LaunchFault(path: path, reason: String(cString: strerror(errno)))
        }
    }

    // MARK: The program's side

    /// What this process was started for, where an invitation started it; `nil` where none did (collab 3.11). The file
    /// stays, so that a program may ask again.
    package static func information(environment: [String: String]) throws(LaunchFault) -> LaunchInformation? {
        guard let path = environment[informationVariable], !path.isEmpty else { return nil }
        return try LaunchFiles.read(path)
    }
}

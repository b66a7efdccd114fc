internal import Collaboration
internal import Glibc
internal import PeerBase
internal import PeerStore
internal import XMLReading

/// The files around a launched program: what it may know, and what it prints (collab 10.10).
struct LaunchFiles: Sendable {
    /// What a program was started for may be read so long, in seconds (collab 10.10).
    private static let lifetime: Int64 = 24 * 60 * 60
    /// Logs that are kept, the newest. Ours: more than anybody looks through, and never a full disk by their number.
    private static let logs = 50
    private static let informationSuffix = ".xml"
    private static let logSuffix = ".log"

    let informationFolder: PrivateDirectory
    let logFolder: PrivateDirectory

    init(_ directories: StateDirectories) {
        informationFolder = PrivateDirectory(directories.launches)
        logFolder = PrivateDirectory(directories.launchLogs)
    }

    /// Puts the file for one start, 0600, and tells its path.
    func write(_ information: LaunchInformation) throws(FileFault) -> String {
        try informationFolder.prepare()
        var random = RandomSource.system
        let path = informationFolder.path(of: random.bytes(8).hexText + Self.informationSuffix)
        try PlainFile(path).write(information.file, permissions: 0o600, replacing: false)
        return path
    }

    /// A new log, 0600, for what a program prints: the descriptor, to be closed, and the path. Names sort by time.
    func openLog(of application: GUID, at time: Int64) throws(FileFault) -> (descriptor: CInt, path: String) {
        try logFolder.prepare()
        var random = RandomSource.system
        let moment = UTCTime.text(unixMilliseconds: time).filter { $0 != "-" && $0 != ":" }
        let path = logFolder.path(of: "\(moment)-\(application)-\(random.bytes(2).hexText)\(Self.logSuffix)")
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .unavailable(path: path, reason: String(cString: strerror(errno))) }
        return (file, path)
    }

    /// Removes what has had its time, and the oldest logs. `time` is in milliseconds since 1970 UTC.
    func clean(at time: Int64) {
        let oldest = time / 1000 - Self.lifetime
        for file in informationFolder.files() where file.changedAt < oldest {
            unlink(informationFolder.path(of: file.name))
        }
        for file in logFolder.files(withSuffix: Self.logSuffix).dropLast(Self.logs) {
            unlink(logFolder.path(of: file.name))
        }
    }

    /// What a file written by ``write(_:)`` says. One that another user could have written says nothing.
    static func read(_ path: String) throws(LaunchFault) -> LaunchInformation {
        do {
            let bytes = try PlainFile(path).readOwn(atMost: XMLLimits.standard.bytes)
            return try LaunchInformation(XMLReader.read(bytes))
        } catch {
            throw LaunchFault(path: path, reason: (error as? FileFault)?.reason ?? "\(error)")
        }
    }
}

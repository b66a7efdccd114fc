internal import Glibc

/// A program that goes its own way once it runs: a session of its own, nothing to read, what it prints in a file, no
/// descriptor of ours, and signals as if we had set none.
struct DetachedProgram {
    let path: String
    let arguments: [String]
    let environment: [String: String]
    /// Where its output and its errors go.
    let output: CInt

    /// Starts it; tells the system's reason where it cannot be started, one that `exec` has included.
    func start() -> String? {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO)
        for descriptor in Self.heirlooms { posix_spawn_file_actions_addclose(&files, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Self.newSession | CInt(POSIX_SPAWN_SETSIGMASK) | CInt(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        let result = withCStrings([path] + arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&process, path, &files, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { return String(cString: strerror(result)) }
        Self.reap(process)
        return nil
    }

    /// `POSIX_SPAWN_SETSID`, which the headers show to GNU programs only.
    private static let newSession: CInt = 0x80

    /// Descriptors that a program would inherit although nobody wants it: ours are marked to close, but there are libraries.
    private static var heirlooms: [CInt] {
        guard let stream = opendir("/proc/self/fd") else { return [] }
        defer { closedir(stream) }
        var descriptors: [CInt] = []
        while let entry = readdir(stream) {
            let number = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { CInt(String(cString: $0)) }
            }
            guard let number, number > STDERR_FILENO, fcntl(number, F_GETFD) & FD_CLOEXEC == 0 else { continue }
            descriptors.append(number)
        }
        return descriptors
    }

    /// Waits for its end in a thread, so that it leaves no zombie. Nothing else would do: a handler for the signal belongs
    /// to the whole process, and others wait for children of their own.
    private static func reap(_ process: pid_t) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        // Room for one system call and the frames around it.
        pthread_attr_setstacksize(&attributes, 65_536)
        var thread = pthread_t()
        pthread_create(
            &thread, &attributes,
            { process in
                var status: CInt = 0
                while waitpid(pid_t(Int(bitPattern: process)), &status, 0) < 0, errno == EINTR {}
                return nil
            }, UnsafeMutableRawPointer(bitPattern: Int(process)))
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
}

import Dispatch
import FoundationEssentials
import Glibc
import Shell

/// A pager that is a program, run by the shell as everybody runs one.
///
/// It has the terminal to itself: Ctrl-C is for it alone while it runs, and the terminal is put back as it was, whatever
/// ends it.
struct ProcessPager: Pager {
    private static let shell = "/bin/sh"
    /// What the shell says of a program that is not there.
    private static let notFound: Int32 = 127

    private let commandLine: String
    private let variables: [String: String]

    /// nil if none is wanted, or the one wanted is not there.
    init?(environment: [String: String]) {
        guard let commandLine = PagerChoice(environment: environment).commandLine else { return nil }
        // A reader of help wants neither a shell nor files, whatever keys were typed ahead; Ctrl-C leads back to the prompt.
        variables = environment.merging(["LESS": "FRXK", "LESSSECURE": "1"]) { own, _ in own }
        guard Self.isPlain(commandLine) else {
            self.commandLine = commandLine
            return
        }
        let program = commandLine.split(separator: " ").first.map(String.init) ?? ""
        guard Self.isThere(program, environment["PATH", default: ""]) else { return nil }
        // In place of the shell, which Ctrl-C would end.
        self.commandLine = "exec " + commandLine
    }

    func show(_ text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: run(over: text)) }
        }
    }

    /// Words and nothing that means more to the shell.
    private static func isPlain(_ commandLine: String) -> Bool {
        commandLine.allSatisfy { $0.isLetter || $0.isNumber || " -_./,:+@%".contains($0) }
    }

    private static func isThere(_ program: String, _ path: String) -> Bool {
        let places = program.contains("/") ? [program] : path.split(separator: ":").map { "\($0)/\(program)" }
        return !program.isEmpty && places.contains { access($0, X_OK) == 0 }
    }
}

extension ProcessPager {
    private func run(over text: String) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var modes = termios()
        let hasModes = tcgetattr(STDIN_FILENO, &modes) == 0
        let status = ignoringKeys { () -> Int32? in
            let process = spawn(reading: ends[0])
            close(ends[0])
            if process != nil { feed(text, into: ends[1]) }
            close(ends[1])
            return process.map(wait)
        }
        if hasModes { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
        return status != nil && status != Self.notFound
    }

    /// What Ctrl-C and Ctrl-\ send goes to the pager, and to us as well.
    private func ignoringKeys<Result>(_ work: () -> Result) -> Result {
        let keys = [SIGINT, SIGQUIT]
        let handlers = keys.map { key in
            var (ignored, handler) = (sigaction(), sigaction())
            ignored.__sigaction_handler.sa_handler = SIG_IGN
            sigaction(key, &ignored, &handler)
            return handler
        }
        defer {
            for (key, handler) in zip(keys, handlers) {
                var handler = handler
                sigaction(key, &handler, nil)
            }
        }
        return work()
    }

    private func spawn(reading input: Int32) -> pid_t? {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process: pid_t = 0
        let result = withCStrings([Self.shell, "-c", commandLine]) { arguments in
            withCStrings(variables.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&process, Self.shell, &files, &attributes, arguments, variables)
            }
        }
        return result == 0 ? process : nil
    }

    /// Whoever has read enough closes the other end.
    private func feed(_ text: String, into output: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if written >= 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                return
            }
        }
    }

    /// The exit status; -1 after a signal.
    private func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
}

import Dispatch
import Glibc

/// Signals as values: the handler, whichever thread it interrupts, only writes the number of the signal into a pipe.
struct Signals {
    private let readEnd: Int32

    /// Catches the signals from now on; nil if the system has no pipe to give. A signal that the program was started
    /// to ignore, as `nohup` does, stays ignored.
    init?(catching numbers: [Int32]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // The handler must never wait, not even for a reader that is far behind.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        readEnd = ends[0]
        writeEnd = ends[1]
        for number in numbers where !Self.isIgnored(number) {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = noteSignal
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
    }

    /// Hands every signal to a function, on a thread where everything is allowed, until the program ends.
    func receive(_ receive: @escaping @Sendable (Int32) -> Void) {
        let readEnd = readEnd
        DispatchQueue(label: "signals").async {
            var number: UInt8 = 0
            while true {
                let count = read(readEnd, &number, 1)
                if count == 1 { receive(Int32(number)) }
                if count == 0 || count < 0 && errno != EINTR { return }
            }
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
            == unsafeBitCast(SIG_IGN, to: UInt.self)
    }
}

/// Set once, before the handler can run; a plain number, so that reading it in the handler does nothing else.
nonisolated(unsafe) private var writeEnd: Int32 = -1

private func noteSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(writeEnd, &byte, 1)
    errno = saved
}

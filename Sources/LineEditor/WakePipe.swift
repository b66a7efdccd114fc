import Glibc

/// A pipe whose one use is to end a poll. Writing never blocks: a full pipe wakes as well.
struct WakePipe: ~Copyable, Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    /// Whether the process had descriptors for it. Polls ignore a pipe that is not open.
    var isOpen: Bool { readEnd >= 0 }

    init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        readEnd = ends[0]
        writeEnd = ends[1]
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        _ = Glibc.close(readEnd)
        _ = Glibc.close(writeEnd)
    }

    /// Wakes whoever polls the read end. Usable from any thread.
    func wake() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits until somebody wakes, and forgets all wakings so far.
    func wait() {
        var watched = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&watched, 1, -1) < 0, errno == EINTR {}
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}

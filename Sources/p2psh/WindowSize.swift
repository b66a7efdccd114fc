import Glibc

/// The size of a terminal, now.
struct WindowSize {
    let columns: Int
    let rows: Int

    /// nil if the descriptor is no terminal. One that does not know its size has that of the oldest.
    init?(of descriptor: Int32) {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        columns = size.ws_col > 0 ? Int(size.ws_col) : 80
        rows = size.ws_row > 0 ? Int(size.ws_row) : 24
    }
}

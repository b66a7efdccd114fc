import Glibc

/// The modes of a terminal, to be compared: a program leaves them as it found them.
package struct TerminalModes: Equatable, Sendable {
    private let flags: [UInt32]
    private let characters: [UInt8]
    /// Whether the terminal hands out whole lines.
    package let isCanonical: Bool
    /// Whether the terminal shows what is typed.
    package let echoes: Bool

    init(_ modes: termios) {
        flags = [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
        characters = withUnsafeBytes(of: modes.c_cc) { Array($0) }
        isCanonical = modes.c_lflag & UInt32(ICANON) != 0
        echoes = modes.c_lflag & UInt32(ECHO) != 0
    }
}

import Glibc

/// Reads one line from a terminal that shows nothing of it, key by key; Backspace and Ctrl-U correct it.
struct SecretReader {
    let input: Int32
    let output: Int32

    /// - Parameter isOver: asked whenever the pipe wakes; true ends the line as the end of input does.
    func read(_ prompt: String, wakenBy pipe: borrowing WakePipe, isOver: () -> Bool) -> LineResult {
        var modes = termios()
        guard tcgetattr(input, &modes) == 0 else { return .failed(errno: errno) }
        var silent = modes
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
        withUnsafeMutableBytes(of: &silent.c_cc) { keys in
            keys[Int(VMIN)] = 1
            keys[Int(VTIME)] = 0
        }
        guard tcsetattr(input, TCSADRAIN, &silent) == 0 else { return .failed(errno: errno) }
        defer { tcsetattr(input, TCSADRAIN, &modes) }
        send(prompt)
        defer { send("\n") }
        var line = SecretLine()
        while true {
            switch nextByte(pipe, isOver) {
            case .byte(let byte):
                if let end = line.press(byte) { return end }
            case .over: return .endOfInput
            case .failed(let number): return .failed(errno: number)
            }
        }
    }

    private enum Step { case byte(UInt8), over, failed(Int32) }

    private func nextByte(_ pipe: borrowing WakePipe, _ isOver: () -> Bool) -> Step {
        var watched = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        while !isOver() {
            if poll(&watched, 2, -1) < 0 {
                guard errno == EINTR else { return .failed(errno) }
                continue
            }
            if watched[1].revents != 0 {
                pipe.wait()
                continue
            }
            var byte: UInt8 = 0
            let count = Glibc.read(input, &byte, 1)
            if count == 1 { return .byte(byte) }
            if count == 0 || errno == EIO { return .over }
            guard errno == EINTR || errno == EAGAIN else { return .failed(errno) }
        }
        return .over
    }

    private func send(_ text: String) {
        _ = text.withCString { write(output, $0, strlen($0)) }
    }
}

/// What was typed of a secret so far.
struct SecretLine {
    private var bytes: [UInt8] = []

    /// How the line ends with this key; nil while it goes on.
    mutating func press(_ byte: UInt8) -> LineResult? {
        switch byte {
        case 0x0A, 0x0D:
            return String(validating: bytes, as: UTF8.self).map(LineResult.line) ?? .failed(errno: EILSEQ)
        case 0x03: return .interrupted
        case 0x04: return bytes.isEmpty ? .endOfInput : nil
        case 0x08, 0x7F: removeLast()
        case 0x15: bytes = []
        case 0..<0x20: break
        default: if bytes.count < LineSplitter.limit { bytes.append(byte) }
        }
        return nil
    }

    /// One character, which may be several bytes.
    private mutating func removeLast() {
        while let byte = bytes.popLast(), byte & 0xC0 == 0x80 {}
    }
}

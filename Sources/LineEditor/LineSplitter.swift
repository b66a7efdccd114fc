/// One line of a pipe or a file.
package struct PlainLine: Equatable, Sendable {
    /// Counted from 1.
    package var number: Int
    /// Without its newline, and without the carriage return before it.
    package var text: String

    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}

/// A line that is no text we accept. The reader stands behind it and can go on.
package struct PlainLineFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Cause: Equatable, Sendable {
        case invalidUTF8
        case containsNUL
        /// Longer than `LineSplitter.limit` bytes.
        case tooLong
        /// The descriptor could not be read; nothing follows.
        case unreadable(errno: Int32)
    }

    /// Counted from 1.
    package var number: Int
    package var cause: Cause

    /// A sentence for the user, without the number.
    package var description: String {
        switch cause {
        case .invalidUTF8: "The line is not valid UTF-8."
        case .containsNUL: "The line contains a NUL character."
        case .tooLong: "The line is longer than \(LineSplitter.limit) bytes."
        case .unreadable(let number): "The input cannot be read (error \(number))."
        }
    }
}

/// Splits bytes into lines (models 5.8, netsh 6.6 and 6.10): a byte order mark and carriage returns are dropped, the
/// last line may lack its newline, and every refusal knows its line.
struct LineSplitter {
    /// The longest line, in bytes (netsh 6.6).
    static let limit = 16 * 1024

    /// What comes next.
    enum Step: Equatable {
        case line(PlainLine)
        case failure(PlainLineFailure)
        /// More bytes are needed.
        case starved
        case ended
    }

    private static let newline = UInt8(ascii: "\n")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What was appended; what stands before `start` is dealt with, and there is no newline before `searched`.
    private var bytes: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var number = 1
    private var isFinished = false
    /// Inside a line that was refused for its length.
    private var isSkipping = false

    mutating func append(_ more: some Sequence<UInt8>) {
        bytes.removeFirst(start)
        searched -= start
        start = 0
        bytes += more
    }

    /// Nothing more will be appended.
    mutating func finish() {
        isFinished = true
    }

    mutating func next() -> Step {
        while true {
            guard let end = bytes[searched...].firstIndex(of: Self.newline) else { return nextWithoutNewline() }
            let line = take(to: end, leaving: end + 1)
            guard isSkipping else { return step(for: line) }
            isSkipping = false
            number += 1
        }
    }

    private mutating func nextWithoutNewline() -> Step {
        searched = bytes.count
        let length = bytes.count - start
        if isSkipping || length == 0 {
            start = bytes.count
            return isFinished ? .ended : .starved
        }
        // One byte more than the limit may be the carriage return.
        if length > Self.limit + 1 {
            start = bytes.count
            isSkipping = true
            return .failure(PlainLineFailure(number: number, cause: .tooLong))
        }
        guard isFinished else { return .starved }
        return step(for: take(to: bytes.count, leaving: bytes.count))
    }

    private mutating func take(to end: Int, leaving rest: Int) -> ArraySlice<UInt8> {
        let line = bytes[start..<end]
        start = rest
        searched = rest
        return line
    }

    private mutating func step(for line: ArraySlice<UInt8>) -> Step {
        var line = line
        if line.last == UInt8(ascii: "\r") {
            line.removeLast()
        }
        if number == 1, line.starts(with: Self.byteOrderMark) {
            line.removeFirst(Self.byteOrderMark.count)
        }
        defer { number += 1 }
        if line.count > Self.limit {
            return .failure(PlainLineFailure(number: number, cause: .tooLong))
        }
        if line.contains(0) {
            return .failure(PlainLineFailure(number: number, cause: .containsNUL))
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            return .failure(PlainLineFailure(number: number, cause: .invalidUTF8))
        }
        return .line(PlainLine(number: number, text: text))
    }

    /// The number of the line that is being read.
    var currentNumber: Int { number }
}

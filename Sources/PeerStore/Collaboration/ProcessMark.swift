internal import Glibc

/// A process, so that another one can tell whether it still lives: this start of the machine, the number, and when it
/// began, for numbers are used again.
struct ProcessMark: Hashable, Sendable {
    let text: String

    static let ours = ProcessMark(number: getpid())

    init(text: String) { self.text = text }

    /// An unreadable `/proc` makes a mark that is like no other, as if the process had ended.
    private init(number: pid_t) {
        text = "\(Self.machineStart) \(number) \(Self.beginning(of: number) ?? "?")"
    }

    var isAlive: Bool {
        guard let number = text.split(separator: " ").dropFirst().first.flatMap({ pid_t($0) }) else { return false }
        return Self(number: number) == self
    }

    private static let machineStart = firstLine(of: "/proc/sys/kernel/random/boot_id")

    /// The 22nd field; the second one, in parentheses, may hold anything.
    private static func beginning(of number: pid_t) -> Substring? {
        let fields = firstLine(of: "/proc/\(number)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? fields[19] : nil
    }

    private static func firstLine(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        guard fgets(&line, CInt(line.count), file) != nil else { return "" }
        return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

import Foundation
import Glibc
import Testing

@testable import LineEditor

/// The history in a directory that goes away with the test.
@Suite struct HistoryFileTests: ~Copyable {
    let directory: String
    var path: String { directory + "/state/p2psh/history" }

    init() {
        TerminalLocale.adopt()
        directory = NSTemporaryDirectory() + "history-\(UUID().uuidString)"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func aLineIsInTheFileAsSoonAsItIsAdded() throws {
        var first = HistoryFile(path: path)
        try first.add("resolve 0.żółw")
        let second = HistoryFile(path: path)
        #expect(second.lines == ["resolve 0.żółw"])
    }

    @Test func linesComeOldestFirst() throws {
        var history = HistoryFile(path: path)
        for line in ["one", "two", "three"] { try history.add(line) }
        #expect(history.lines == ["one", "two", "three"])
        #expect(HistoryFile(path: path).lines == ["one", "two", "three"])
    }

    @Test func emptyBlankLedAndRepeatedLinesAreNotKept() throws {
        var history = HistoryFile(path: path)
        for line in ["", " secret", "\tsecret", "show list", "show list", "..", "show list"] { try history.add(line) }
        #expect(history.lines == ["show list", "..", "show list"])
    }

    @Test(arguments: ["a  b\\040c", "\\", "\"quoted\" # not a comment", "_HiStOrY_V2_", "漢字 \u{1F600}", "x\u{A0}y"])
    func everyLineComesBackAsItWas(line: String) throws {
        var history = HistoryFile(path: path)
        try history.add(line)
        #expect(HistoryFile(path: path).lines == [line])
    }

    @Test func onlyTheNewestThousandAreKept() throws {
        var history = HistoryFile(path: nil)
        for number in 1...1005 { try history.add("line \(number)") }
        #expect(history.lines.count == 1000)
        #expect(history.lines.first == "line 6")
        #expect(history.lines.last == "line 1005")
    }

    @Test func fileAndDirectoryAreForTheOwnerAlone() throws {
        var history = HistoryFile(path: path)
        try history.add("line")
        #expect(try mode(of: path) == 0o600)
        #expect(try mode(of: directory + "/state/p2psh") == 0o700)
        #expect(try mode(of: directory + "/state") == 0o700)
    }

    @Test func aFileOthersCouldReadIsReplacedByOneTheyCannot() throws {
        var history = HistoryFile(path: path)
        try history.add("before")
        chmod(path, 0o666)
        try history.add("after")
        #expect(try mode(of: path) == 0o600)
        #expect(HistoryFile(path: path).lines == ["before", "after"])
    }

    @Test func nothingElseIsLeftInTheDirectory() throws {
        var history = HistoryFile(path: path)
        for line in ["one", "two"] { try history.add(line) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/state/p2psh") == ["history"])
    }

    @Test func twoSessionsKeepEachOthersLines() throws {
        var one = HistoryFile(path: path)
        var other = HistoryFile(path: path)
        try one.add("one 1")
        try other.add("other 1")
        try one.add("one 2")
        #expect(one.lines == ["one 1", "other 1", "one 2"])
        try other.add("other 2")
        #expect(HistoryFile(path: path).lines == ["one 1", "other 1", "one 2", "other 2"])
    }

    @Test func aDeletedFileIsForgotten() throws {
        var history = HistoryFile(path: path)
        try history.add("gone")
        unlink(path)
        try history.add("kept")
        #expect(HistoryFile(path: path).lines == ["kept"])
    }

    @Test func aSymbolicLinkIsReplacedAndItsTargetLeftAlone() throws {
        var history = HistoryFile(path: path)
        try history.add("line")
        let target = directory + "/target"
        try "precious".write(toFile: target, atomically: false, encoding: .utf8)
        symlink(target, "\(path).\(getpid())")
        try history.add("more")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
        #expect(HistoryFile(path: path).lines == ["line", "more"])
    }

    @Test func aFileThatIsNoHistoryIsMovedAsideAndTold() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = directory + "/notes"
        try "my notes\n".write(toFile: path, atomically: false, encoding: .utf8)
        var history = HistoryFile(path: path)
        let failure = catchFailure { () throws(HistoryFailure) in try history.add("line") }
        #expect(failure == HistoryFailure(path: path, cause: .movedAside(to: path + ".damaged")))
        #expect(try String(contentsOfFile: path + ".damaged", encoding: .utf8) == "my notes\n")
        #expect(HistoryFile(path: path).lines == ["line"])
        try history.add("more")
        #expect(HistoryFile(path: path).lines == ["line", "more"])
    }

    @Test func whatCannotBeSavedIsRememberedAndSavedLater() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let obstacle = directory + "/state"
        try "a file where a directory should be".write(toFile: obstacle, atomically: false, encoding: .utf8)
        var history = HistoryFile(path: path)
        let failure = catchFailure { () throws(HistoryFailure) in try history.add("one") }
        #expect(failure?.cause == .system(errno: ENOTDIR))
        #expect(history.lines == ["one"])
        unlink(obstacle)
        try history.add("two")
        #expect(HistoryFile(path: path).lines == ["one", "two"])
    }
}

private func catchFailure(_ body: () throws(HistoryFailure) -> Void) -> HistoryFailure? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

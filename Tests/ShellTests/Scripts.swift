import Foundation

/// A directory of scripts that goes away with the test.
final class Scripts {
    let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID())").path

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, text) in files { try write(Data(text.utf8), to: name) }
    }

    func write(_ data: Data, to name: String) throws {
        let path = path(name)
        let parent = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try data.write(to: URL(filePath: path))
    }

    func path(_ name: String) -> String { directory + "/" + name }

    deinit { try? FileManager.default.removeItem(atPath: directory) }
}

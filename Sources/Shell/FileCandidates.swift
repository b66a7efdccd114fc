package import CommandTree
import FoundationEssentials

/// What `CandidateSource.files` offers: the files whose path begins with the text typed, directories with a slash. A
/// name with invisible characters in it can be neither shown nor typed as it is, and is left out.
package func fileCandidates(beginning typed: String) -> [Candidate] {
    let slash = typed.lastIndex(of: "/")
    let directory = slash.map { String(typed[...$0]) } ?? ""
    let stem = typed.dropFirst(directory.count)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.isEmpty ? "." : directory)) ?? []
    let fitting = names.filter { $0.hasPrefix(stem) && sanitized($0) == $0 && ($0.first != "." || stem.first == ".") }
    return fitting.sorted().map { name in
        var isDirectory = false
        _ = FileManager.default.fileExists(atPath: directory + name, isDirectory: &isDirectory)
        return Candidate(directory + name + (isDirectory ? "/" : ""))
    }
}

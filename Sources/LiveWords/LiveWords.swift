// LiveWords: what running sessions know, for the Tab of another process.
//
// What it is:   an edge. Each running p2psh keeps one small file of words (clouds, names, identities) below the runtime
//               directory; `p2psh --complete` reads those of all that run.
// What it isn't: memory. PeerStore keeps what outlives a process, and ShellCommands knows no files; what is here is
//               worthless once its process has ended. Hence a target of its own, which knows neither of them.
//
//     session ── LiveWordsFile ──▶ <runtime directory>/words/<random>   0600, locked by the process that wrote it
//                                                   │
//     p2psh --complete ◀── LiveWords(readFrom:) ────┘   unlocked files are those of the dead, and say nothing
//
// Where things are:
//   LiveWords       this file: lists of words, and how they are read from all who run
//   LiveWordsFile   the file of this process: written anew, never in place, and removed at the end
//   WordsText       the contents of a file
//   WordsFolder     the directory as the operating system sees it

/// Lists of words by the name of the list; the lists are those whose candidates commands ask for.
package struct LiveWords: Hashable, Sendable {
    package var lists: [String: [String]]

    package init(lists: [String: [String]] = [:]) {
        self.lists = lists
    }

    /// What all running processes of this user know, each word once. Missing or foreign directories, and files that
    /// are not as they should be, count as empty: whoever presses Tab is told nothing of them.
    package init(readFrom directory: String) {
        self.init()
        guard let folder = WordsFolder(reading: directory) else { return }
        var read = 0
        for name in folder.names() where read < WordsLimits.files {
            guard let bytes = folder.contents(ofLiving: name) else { continue }
            read += 1
            merge(WordsText.words(from: bytes))
        }
    }

    private mutating func merge(_ other: LiveWords) {
        for (list, words) in other.lists {
            let known = Set(lists[list] ?? [])
            lists[list, default: []] += words.filter { !known.contains($0) }
        }
    }
}

/// Bounds (ours): enough for anybody at a prompt, little enough to be read while a key is pressed.
enum WordsLimits {
    /// Files read: more processes than this say nothing new.
    static let files = 32
    /// Names looked at in the directory.
    static let names = 256
    /// Bytes of one file.
    static let fileBytes = 128 * 1024
    /// Words of one list; completion offers no more of them.
    static let words = 500
    /// Bytes of one word: a peer name has at most 191 characters, an identity fewer.
    static let wordBytes = 1024
    /// Lists of one file.
    static let lists = 16
}

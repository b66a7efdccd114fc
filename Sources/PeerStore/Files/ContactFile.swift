internal import Collaboration

/// A file with a contact in it, where a person says (collab 10.6).
package enum ContactFile {
    /// The bytes of a file to be imported, of at most ``Limits/cardSize``.
    package static func read(_ path: String) throws(FileFault) -> [UInt8] {
        try PlainFile(path).read(atMost: Limits.cardSize)
    }

    /// Exports a contact; a file that is there stays as it is unless `overwriting`.
    package static func write(_ bytes: [UInt8], to path: String, overwriting: Bool) throws(FileFault) {
        try PlainFile(path).write(bytes, permissions: nil, replacing: overwriting)
    }
}

/// Cuts the stream of `GET /watch` into documents. Each ends with its line, and none has a line break inside but the one
/// after its declaration (see ``WatchItem/bytes``).
package struct WatchCutter: Sendable {
    private var line: [UInt8] = []

    package init() {}

    /// The documents that are complete now, without their declarations. Throws where a document grows beyond
    /// ``Limits/snapshotSize``; the stream is of no use then.
    package mutating func take(_ bytes: some Collection<UInt8>) throws(DocumentFault) -> [[UInt8]] {
        var documents: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0a) {
            try append(rest[..<end])
            if !line.isEmpty, !line.starts(with: Array("<?xml".utf8)) { documents.append(line) }
            line.removeAll(keepingCapacity: line.count <= Limits.bodySize)
            rest = rest[rest.index(after: end)...]
        }
        try append(rest)
        return documents
    }

    private mutating func append(_ part: some Collection<UInt8>) throws(DocumentFault) {
        guard line.count + part.count <= Limits.snapshotSize else {
            throw DocumentFault("Event", .tooLong(Limits.snapshotSize))
        }
        line += part
    }
}

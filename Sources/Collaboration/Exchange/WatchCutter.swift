/// Cuts the stream of `GET /watch` into documents. Each ends with its line, and none has a line break inside but the one
/// after its declaration (see ``WatchItem/bytes``).
package struct WatchCutter: Sendable {
    private var line: [UInt8] = []

    package init() {}

    /// The documents that are complete now, without their declarations. Throws where a document grows beyond
    /// ``Limits/snapshotSize``; the stream is of no use then.
    package mutating func take(_ bytes: some Sequence<UInt8>) throws(DocumentFault) -> [[UInt8]] {
        var documents: [[UInt8]] = []
        for byte in bytes {
            guard byte == 0x0a else {
                guard line.count < Limits.snapshotSize else {
                    throw DocumentFault("Event", .tooLong(Limits.snapshotSize))
                }
                line.append(byte)
                continue
            }
            if !line.isEmpty, !line.starts(with: Array("<?xml".utf8)) { documents.append(line) }
            line.removeAll(keepingCapacity: line.count <= Limits.bodySize)
        }
        return documents
    }
}

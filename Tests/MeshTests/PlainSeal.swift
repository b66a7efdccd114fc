import PeerBase
import Synchronization

@testable import Mesh

extension Seal {
    /// Contents stand behind numbers: nothing is encoded, signed or hidden.
    static let plain: Seal = {
        let table = ContentTable()
        return Seal(
            seal: { (signed: table.number(of: $0), signature: []) },
            open: { signed, _ in table.content(signed).map(Result.success) ?? .failure(.malformed) },
            identify: { signed in
                MessageID(Array((signed + [UInt8](repeating: 0, count: 20)).prefix(20)))
                    ?? { preconditionFailure("20 bytes name a message") }()
            },
            box: { text, _ in Array(text.utf8) },
            unbox: { box, _ in String(decoding: box, as: UTF8.self) })
    }()
}

private final class ContentTable: Sendable {
    private let contents = Mutex<[Content]>([])

    func number(of content: Content) -> [UInt8] {
        contents.withLock { contents in
            contents.append(content)
            return (0..<8).map { UInt8(truncatingIfNeeded: contents.count >> (8 * $0)) }
        }
    }

    func content(_ number: [UInt8]) -> Content? {
        guard number.count == 8 else { return nil }
        let index = number.reversed().reduce(0) { $0 << 8 | Int($1) } - 1
        return contents.withLock { $0.indices.contains(index) ? $0[index] : nil }
    }
}

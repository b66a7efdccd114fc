import CommandTree
import PNRP
import PeerBase

extension ExtendedPayload.Payload {
    /// Bytes of a binary payload on one line (netsh 4.5.4).
    private static let bytesPerLine = 16

    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The bytes as lines of hex, never raw (netsh 4.5.4).
    var hexLines: [String] {
        guard case .binary(let bytes) = self else { return [] }
        return stride(from: 0, to: bytes.count, by: Self.bytesPerLine).map { start in
            bytes[start..<min(start + Self.bytesPerLine, bytes.count)].map { [$0].hexText }.joined(separator: " ")
        }
    }

    /// What is in it (netsh 4.5.4).
    var json: JSONValue {
        switch self {
        case .string(let text): ["type": "string", "text": .string(text)]
        case .binary(let bytes): ["type": "binary", "hex": .string(bytes.hexText)]
        }
    }

    /// Only what it is (netsh 4.3.7). The length is that of the content, without the terminator on the wire.
    var summary: JSONValue {
        switch self {
        case .string(let text): ["type": "string", "length": .integer(text.utf8.count)]
        case .binary(let bytes): ["type": "binary", "length": .integer(bytes.count)]
        }
    }

    /// The same in a few words.
    var phrase: String {
        switch self {
        case .string(let text): "string, \(Self.phrase(text.utf8.count))"
        case .binary(let bytes): "binary, \(Self.phrase(bytes.count))"
        }
    }

    private static func phrase(_ bytes: Int) -> String { bytes == 1 ? "1 byte" : "\(bytes) bytes" }
}

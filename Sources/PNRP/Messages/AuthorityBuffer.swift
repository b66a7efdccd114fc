package import PeerBase

/// What an answering node says of itself (wire 3.1).
package struct AuthorityFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// L: the target would be in one of its leaf sets and is unknown there.
    package static let leafSet = AuthorityFlags(rawValue: 0x0200)
    /// B: it cannot serve now.
    package static let busy = AuthorityFlags(rawValue: 0x0008)
    /// N: the identifier asked about is not registered there.
    package static let notFound = AuthorityFlags(rawValue: 0x0001)
}

/// The logical answer to INQUIRE and LOOKUP (wire 5.1); alignment counts from its own first byte.
///
/// Chain, payload and CPA are kept as bytes: their inner structure is not part of the buffer's syntax (wire 17.25).
package struct AuthorityBuffer: Hashable, Sendable {
    /// The largest buffer there can be (wire 5.2).
    package static let maximumSize = 0x91E4
    /// Every fragment but the last has this size (wire 5.2).
    package static let fragmentSize = 1188

    package var flags: AuthorityFlags
    package var certificateChain: [UInt8]?
    package var classifier: String?
    package var extendedPayload: [UInt8]?
    package var routeEntry: RouteEntry?
    package var cpa: [UInt8]?

    package init(
        flags: AuthorityFlags, certificateChain: [UInt8]? = nil, classifier: String? = nil,
        extendedPayload: [UInt8]? = nil, routeEntry: RouteEntry? = nil, cpa: [UInt8]? = nil
    ) {
        self.flags = flags
        self.certificateChain = certificateChain
        self.classifier = classifier
        self.extendedPayload = extendedPayload
        self.routeEntry = routeEntry
        self.cpa = cpa
    }

    package init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        flags = AuthorityFlags(rawValue: try input.readFlagsElement() & 0x0209)
        certificateChain = try input.readBytesElement(.certificateChain)
        classifier = try input.readOptionalElement(.classifier) { data throws(DecodeError) in
            try data.readClassifier()
        }
        extendedPayload = try input.readBytesElement(.extendedPayload)
        routeEntry = try input.readRouteElement()
        cpa = try input.readBytesElement(.validateCPA, isPadded: false)
        try input.expectNoMoreElements()
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 640)
        writer.writeFlagsElement(flags.rawValue)
        if let certificateChain { writer.writeElement(.certificateChain) { $0.write(certificateChain) } }
        if let classifier { writer.writeClassifier(classifier) }
        if let extendedPayload { writer.writeElement(.extendedPayload) { $0.write(extendedPayload) } }
        writer.writeRouteElement(routeEntry)
        if let cpa { writer.writeElement(.validateCPA, isPadded: false) { $0.write(cpa) } }
        return writer.bytes
    }

    /// The messages that carry this buffer: one, or as many fragments as it takes, all with the same identifier
    /// (wire 5.2).
    package func messages(acking acked: MessageID, id: MessageID) -> [Message] {
        let bytes = encoded()
        precondition(bytes.count <= Self.maximumSize, "an AUTHORITY buffer has at most 37348 bytes")
        return stride(from: 0, to: bytes.count, by: Self.fragmentSize).map { offset in
            let fragment = Array(bytes[offset..<min(offset + Self.fragmentSize, bytes.count)])
            let piece = Authority(
                acked: acked, size: UInt16(bytes.count), offset: UInt16(offset), fragment: fragment)
            return Message(id: id, body: .authority(piece))
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate mutating func readBytesElement(
        _ id: FieldID, isPadded: Bool = true
    ) throws(DecodeError) -> [UInt8]? {
        try readOptionalElement(id, isPadded: isPadded) { data throws(DecodeError) in
            try data.readBytes(data.count, id.field)
        }
    }

    /// UTF-16 code units, each big-endian, without NUL (wire 3.3, 17.10). Halves of surrogate pairs cannot be shown and
    /// make the element malformed.
    fileprivate mutating func readClassifier() throws(DecodeError) -> String {
        let field = FieldID.classifier.field
        let count = try readArrayPreamble(of: .codeUnit, entryLength: 2, field)
        guard count <= 149 else { throw DecodeError(field, .invalidValue) }
        var units: [UInt16] = []
        units.reserveCapacity(count)
        for _ in 0..<count { units.append(try readUInt16(field)) }
        guard !units.contains(0), let text = String(validating: units, as: UTF16.self) else {
            throw DecodeError(field, .invalidValue)
        }
        return text
    }
}

extension ByteWriter {
    fileprivate mutating func writeClassifier(_ classifier: String) {
        let units = Array(classifier.utf16)
        writeArrayElement(.classifier, of: .codeUnit, count: units.count, entryLength: 2) { writer in
            for unit in units { writer.write(unit) }
        }
    }
}

internal import CSodium

/// Bytes that are overwritten when nobody needs them any more.
final class SecretBytes: Sendable {
    private nonisolated(unsafe) let buffer: UnsafeMutableRawBufferPointer

    /// Wipes `bytes` once it has its copy.
    init(moving bytes: inout [UInt8]) {
        buffer = .allocate(byteCount: bytes.count, alignment: 1)
        buffer.copyBytes(from: bytes)
        bytes.wipe()
    }

    /// Bytes that come into being here: `fill` writes all of them.
    init(count: Int, filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        precondition(count > 0, "a secret has bytes")
        let start = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        start.initialize(repeating: 0, count: count)
        fill(start)
        buffer = UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    deinit {
        sodium_memzero(buffer.baseAddress, buffer.count)
        buffer.deallocate()
    }

    var count: Int { buffer.count }

    /// The bytes for the time of one call; nothing may keep them.
    func withBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result { use(UnsafeRawBufferPointer(buffer)) }

    /// Likewise, for functions of libsodium.
    func withPointer<Result>(_ use: (UnsafePointer<UInt8>) -> Result) -> Result {
        withBytes { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("a secret has bytes") }
            return use(start.assumingMemoryBound(to: UInt8.self))
        }
    }
}

extension [UInt8] {
    /// Overwrites and empties it.
    mutating func wipe() {
        withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) }
        self = []
    }
}

/// Whether two byte strings are the same, in a time that depends on their lengths only (peer channel 20.3).
package func areEqualSecrets(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && sodium_memcmp(left, right, left.count) == 0
}

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

    deinit {
        sodium_memzero(buffer.baseAddress, buffer.count)
        buffer.deallocate()
    }

    /// The bytes for the time of one call; nothing may keep them.
    func withBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result { use(UnsafeRawBufferPointer(buffer)) }
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

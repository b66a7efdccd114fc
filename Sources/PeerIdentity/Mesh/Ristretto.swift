internal import CSodium

/// The group of CPace: ristretto255 as libsodium keeps it (peer channel 20.3). Elements and scalars are 32 bytes,
/// little-endian.
enum Ristretto {
    static let length = 32
    static let hashLength = 64

    /// Chooses libsodium's fastest code for this machine; harmless when repeated.
    private static let isReady = sodium_init() >= 0

    /// The element that 64 hashed bytes stand for (RFC 9496, element derivation).
    static func element(fromHash hash: [UInt8]) -> [UInt8] {
        precondition(isReady && hash.count == hashLength)
        var element = [UInt8](repeating: 0, count: length)
        guard crypto_core_ristretto255_from_hash(&element, hash) == 0 else {
            preconditionFailure("any 64 bytes give an element")
        }
        return element
    }

    /// 32 random bytes, the bits from 252 on cleared (peer channel 20.3): below the order of the group.
    static func randomScalar() -> SecretBytes {
        precondition(isReady)
        var scalar = [UInt8](repeating: 0, count: length)
        randombytes_buf(&scalar, scalar.count)
        scalar[length - 1] &= 0x0F
        return SecretBytes(moving: &scalar)
    }

    /// scalar × element; `nil` when the element is none or the product is the identity: both abort (peer channel 20.3).
    static func product(_ scalar: SecretBytes, _ element: [UInt8]) -> [UInt8]? {
        guard isReady, element.count == length else { return nil }
        var product = [UInt8](repeating: 0, count: length)
        let failed = scalar.withBytes { bytes in
            guard let start = bytes.baseAddress else { return CInt(-1) }
            return crypto_scalarmult_ristretto255(&product, start.assumingMemoryBound(to: UInt8.self), element)
        }
        // libsodium fails for both cases; an identity is looked for once more, because so much hangs on it.
        guard failed == 0, product.contains(where: { $0 != 0 }) else { return nil }
        return product
    }
}

internal import CSodium

/// The group of CPace: ristretto255 as libsodium keeps it (peer channel 20.3). Elements and scalars are 32 bytes,
/// little-endian.
enum Ristretto {
    static let length = 32

    /// Chooses libsodium's fastest code for this machine; harmless when repeated.
    private static let isReady = sodium_init() >= 0

    /// The element that 64 hashed bytes stand for (RFC 9496, element derivation).
    static func element(fromHash hash: SecretBytes) -> SecretBytes {
        precondition(isReady && hash.count == SecretHash.length)
        return SecretBytes(count: length) { element in
            guard hash.withPointer({ crypto_core_ristretto255_from_hash(element, $0) }) == 0 else {
                preconditionFailure("any 64 bytes give an element")
            }
        }
    }

    /// 32 random bytes, the bits from 252 on cleared (peer channel 20.3): below the order of the group.
    static func randomScalar() -> SecretBytes {
        precondition(isReady)
        return SecretBytes(count: length) {
            randombytes_buf($0, length)
            $0[length - 1] &= 0x0F
        }
    }

    /// scalar × generator: what is sent to the other side.
    static func share(_ scalar: SecretBytes, _ generator: SecretBytes) -> [UInt8]? {
        generator.withPointer { multiplied(scalar, $0) }.map { $0.withBytes(Array.init) }
    }

    /// scalar × element; `nil` when the element is none or the product is the identity: both abort (peer channel 20.3).
    static func product(_ scalar: SecretBytes, _ element: [UInt8]) -> SecretBytes? {
        guard element.count == length else { return nil }
        return multiplied(scalar, element)
    }

    private static func multiplied(_ scalar: SecretBytes, _ element: UnsafePointer<UInt8>) -> SecretBytes? {
        precondition(isReady && scalar.count == length)
        var failed: CInt = -1
        let product = SecretBytes(count: length) { product in
            failed = scalar.withPointer { crypto_scalarmult_ristretto255(product, $0, element) }
        }
        // libsodium fails for both cases; an identity is looked for once more, because so much hangs on it.
        guard failed == 0, product.withBytes({ $0.contains { $0 != 0 } }) else { return nil }
        return product
    }
}

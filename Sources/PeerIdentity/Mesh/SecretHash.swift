internal import CSodium

/// SHA-512 over secrets where they lie: nothing is joined or copied for it, and libsodium overwrites its own state with
/// the last step.
struct SecretHash: ~Copyable {
    static let length = 64

    private var state = crypto_hash_sha512_state()

    init() { crypto_hash_sha512_init(&state) }

    mutating func add(_ bytes: [UInt8]) { crypto_hash_sha512_update(&state, bytes, UInt64(bytes.count)) }

    mutating func add(_ secret: SecretBytes) {
        secret.withPointer { _ = crypto_hash_sha512_update(&state, $0, UInt64(secret.count)) }
    }

    consuming func finished() -> SecretBytes {
        SecretBytes(count: Self.length) { crypto_hash_sha512_final(&state, $0) }
    }
}

extension SecretBytes {
    /// HMAC-SHA512 of `bytes` under this key.
    func authenticationCode(for bytes: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha512_state()
        var code = [UInt8](repeating: 0, count: SecretHash.length)
        withPointer { _ = crypto_auth_hmacsha512_init(&state, $0, count) }
        crypto_auth_hmacsha512_update(&state, bytes, UInt64(bytes.count))
        crypto_auth_hmacsha512_final(&state, &code)
        return code
    }
}

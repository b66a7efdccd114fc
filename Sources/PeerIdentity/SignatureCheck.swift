internal import Crypto
internal import CryptoExtras

/// Whether `signature` over `signed` was made by the holder of the key in `publicKeyData`: RSASSA-PKCS1-v1_5 with
/// SHA-1 (wire 7.5, 11.1).
///
/// False as well for a key that is not RSA-1024 in the form of wire 7.4 and for a signature of other than 128 bytes.
/// The signature is tried as it is, most significant byte first, and then reversed, as the Windows CryptoAPI wrote
/// them (wire 17.4).
package func verifySignature(publicKeyData: [UInt8], signed: [UInt8], signature: [UInt8]) -> Bool {
    guard signature.count == 128, PublicKeySyntax.isReadable(publicKeyData) else { return false }
    guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: publicKeyData) else { return false }
    guard key.keySizeInBits == 1024 else { return false }
    let digest = Insecure.SHA1.hash(data: signed)
    func isValid(_ bytes: [UInt8]) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: bytes), for: digest, padding: .insecurePKCS1v1_5)
    }
    return isValid(signature) || isValid(signature.reversed())
}

/// The DER of the 140-byte RSAPublicKey (wire 7.4), as far as it must be looked at before the library parses it:
/// enough to refuse other sizes and other structures that the library would also take.
enum PublicKeySyntax {
    /// SEQUENCE of 137 bytes, INTEGER of 129 bytes whose first is zero.
    private static let start: [UInt8] = [0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00]
    /// INTEGER of 3 bytes.
    private static let exponentStart: [UInt8] = [0x02, 0x03]
    /// 65537, the exponent of every key we make.
    private static let ourExponent: [UInt8] = [0x01, 0x00, 0x01]
    private static let modulusEnd = 7 + 128

    /// 1024-bit modulus and any exponent of three bytes, which is all that 140 bytes can hold.
    static func isReadable(_ bytes: [UInt8]) -> Bool {
        bytes.count == 140 && bytes.starts(with: start) && bytes[start.count] & 0x80 != 0
            && bytes[modulusEnd...].starts(with: exponentStart)
    }

    /// The same, with the exponent 65537.
    static func isOurs(_ bytes: [UInt8]) -> Bool {
        isReadable(bytes) && bytes.suffix(3).elementsEqual(ourExponent)
    }
}

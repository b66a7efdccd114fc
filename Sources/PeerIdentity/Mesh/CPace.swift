internal import CSodium
internal import Crypto

/// CPACE-RISTR255-SHA512 of draft-irtf-cfrg-cpace-21, in initiator-responder order (peer channel 20.3).
enum CPace {
    private static let generatorLabel = Array("CPaceRistretto255".utf8)
    private static let keyLabel = Array("CPaceRistretto255_ISK".utf8)
    private static let macLabel = Array("CPaceMac".utf8)
    /// Input block of SHA-512: the password fills the first one, so that hashing it takes one time whatever it is.
    private static let block = 128

    /// What is hashed to the generator. `password` is PRS, `channel` CI, `session` sid.
    static func generatorText(password: [UInt8], channel: [UInt8], session: [UInt8]) -> [UInt8] {
        let (label, secret) = (prefixed(generatorLabel), prefixed(password))
        let zeros = [UInt8](repeating: 0, count: max(0, block - 1 - secret.count - label.count))
        return label + secret + prefixed(zeros) + prefixed(channel) + prefixed(session)
    }

    static func generator(password: [UInt8], channel: [UInt8], session: [UInt8]) -> [UInt8] {
        var text = generatorText(password: password, channel: channel, session: session)
        defer { text.wipe() }
        return Ristretto.element(fromHash: Array(SHA512.hash(data: text)))
    }

    /// What one side contributed: its share and its associated data.
    struct Message: Equatable {
        var share: [UInt8]
        var data: [UInt8]

        var prefixed: [UInt8] { CPace.prefixed(share) + CPace.prefixed(data) }
    }

    /// ISK: 64 bytes that both sides have if password, channel, session and all messages were the same. `product` is K.
    static func key(session: [UInt8], product: [UInt8], initiator: Message, responder: Message) -> [UInt8] {
        var text = prefixed(keyLabel) + prefixed(session) + prefixed(product)
        text += initiator.prefixed + responder.prefixed
        defer { text.wipe() }
        return Array(SHA512.hash(data: text))
    }

    /// The confirmation that the sender of `message` has the key.
    static func tag(key: [UInt8], session: [UInt8], message: Message) -> [UInt8] {
        let macKey = SymmetricKey(data: SHA512.hash(data: macLabel + session + key))
        return Array(HMAC<SHA512>.authenticationCode(for: message.prefixed, using: macKey))
    }

    /// lv(x): the length as LEB128, then the bytes. No two lists of values give the same bytes.
    static func prefixed(_ bytes: [UInt8]) -> [UInt8] {
        var length = bytes.count
        var result: [UInt8] = []
        repeat {
            let low = UInt8(length & 0x7F)
            length >>= 7
            result.append(length == 0 ? low : low | 0x80)
        } while length > 0
        return result + bytes
    }
}

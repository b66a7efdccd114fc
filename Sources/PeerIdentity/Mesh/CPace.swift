/// CPACE-RISTR255-SHA512 of draft-irtf-cfrg-cpace-21, in initiator-responder order (peer channel 20.3). What a guess could
/// be tested with, PRS, the generator, K and ISK, is never outside of ``SecretBytes``.
enum CPace {
    private static let generatorLabel = Array("CPaceRistretto255".utf8)
    private static let keyLabel = Array("CPaceRistretto255_ISK".utf8)
    private static let macLabel = Array("CPaceMac".utf8)
    /// Input block of SHA-512: the password fills the first one, so that hashing it takes one time whatever it is.
    private static let block = 128

    /// `password` is PRS, `channel` CI, `session` sid.
    static func generator(password: SecretBytes, channel: [UInt8], session: [UInt8]) -> SecretBytes {
        Ristretto.element(fromHash: generatorHash(password: password, channel: channel, session: session))
    }

    /// SHA-512 of gen_str.
    static func generatorHash(password: SecretBytes, channel: [UInt8], session: [UInt8]) -> SecretBytes {
        let (label, length) = (prefixed(generatorLabel), length(password.count))
        let zeros = max(0, block - 1 - length.count - password.count - label.count)
        var hash = SecretHash()
        hash.add(label)
        hash.add(length)
        hash.add(password)
        hash.add(prefixed([UInt8](repeating: 0, count: zeros)))
        hash.add(prefixed(channel))
        hash.add(prefixed(session))
        return hash.finished()
    }

    /// What one side contributed: its share and its associated data.
    struct Message: Equatable {
        var share: [UInt8]
        var data: [UInt8]

        var prefixed: [UInt8] { CPace.prefixed(share) + CPace.prefixed(data) }
    }

    /// ISK: 64 bytes that both sides have if password, channel, session and all messages were the same. `product` is K.
    static func key(session: [UInt8], product: SecretBytes, initiator: Message, responder: Message) -> SecretBytes {
        var hash = SecretHash()
        hash.add(prefixed(keyLabel))
        hash.add(prefixed(session))
        hash.add(length(product.count))
        hash.add(product)
        hash.add(initiator.prefixed)
        hash.add(responder.prefixed)
        return hash.finished()
    }

    /// The confirmation that the sender of `message` has the key.
    static func tag(key: SecretBytes, session: [UInt8], message: Message) -> [UInt8] {
        var hash = SecretHash()
        hash.add(macLabel)
        hash.add(session)
        hash.add(key)
        return hash.finished().authenticationCode(for: message.prefixed)
    }

    /// lv(x): the length, then the bytes. No two lists of values give the same bytes.
    static func prefixed(_ bytes: [UInt8]) -> [UInt8] { length(bytes.count) + bytes }

    /// A length as LEB128.
    private static func length(_ count: Int) -> [UInt8] {
        var length = count
        var result: [UInt8] = []
        repeat {
            let low = UInt8(length & 0x7F)
            length >>= 7
            result.append(length == 0 ? low : low | 0x80)
        } while length > 0
        return result
    }
}

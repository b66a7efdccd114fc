/// Turns contents into signed bytes and back. The member's key lives in memory for the whole opening and its signatures are
/// deterministic, so that making one is a function here and no action.
package struct Seal: Sendable {
    /// Why signed bytes are refused.
    package enum Fault: Error, Hashable, Sendable {
        /// The bytes are no content.
        case malformed
        /// The signature is missing or is not that of the sender named inside.
        case badSignature
        /// The sender's certificate is not accepted (peer channel 14); `isNew` when that had to be found out now, at some
        /// cost.
        case untrustedSender(isNew: Bool)
    }

    /// Encodes and signs; the signature is empty in modes without message security.
    package var seal: @Sendable (Content) -> (signed: [UInt8], signature: [UInt8])
    /// Verifies the signature where the mode asks for one, then decodes.
    package var open: @Sendable (_ signed: [UInt8], _ signature: [UInt8]) -> Result<Content, Fault>
    /// Whether opening would take a judgement of certificates, and so the time of some hundred messages.
    package var needsJudgement: @Sendable (_ signed: [UInt8]) -> Bool
    /// The first 20 bytes of SHA-256.
    package var identify: @Sendable (_ signed: [UInt8]) -> MessageID
    /// Seals a text to a member's agreement key; `nil` when the key cannot be used.
    package var box: @Sendable (_ text: String, _ agreementKey: [UInt8]) -> [UInt8]?
    /// Opens what a sender sealed to us; `nil` when it was not sealed to us or by somebody else, or was damaged. A box that
    /// a third member sends on as its own does not open.
    package var unbox: @Sendable (_ box: [UInt8], _ sender: MemberID) -> String?

    package init(
        seal: @escaping @Sendable (Content) -> (signed: [UInt8], signature: [UInt8]),
        open: @escaping @Sendable ([UInt8], [UInt8]) -> Result<Content, Fault>,
        identify: @escaping @Sendable ([UInt8]) -> MessageID,
        box: @escaping @Sendable (String, [UInt8]) -> [UInt8]?,
        unbox: @escaping @Sendable ([UInt8], MemberID) -> String?,
        needsJudgement: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) {
        self.seal = seal
        self.open = open
        self.identify = identify
        self.box = box
        self.unbox = unbox
        self.needsJudgement = needsJudgement
    }
}

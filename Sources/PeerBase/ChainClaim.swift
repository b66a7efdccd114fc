/// What a delegate's record claims, for its chain to prove (wire 11.4).
package struct ChainClaim: Sendable {
    /// The authority of the name.
    package var authority: SHA1Digest
    /// The key that signed the record, 140 bytes.
    package var publicKey: [UInt8]
    package var classifier: String
    package var now: CalendarTime

    package init(authority: SHA1Digest, publicKey: [UInt8], classifier: String, now: CalendarTime) {
        self.authority = authority
        self.publicKey = publicKey
        self.classifier = classifier
        self.now = now
    }
}

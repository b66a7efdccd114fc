/// What authenticates a person: SHA-256 over the DER SubjectPublicKeyInfo of the certificate (collab 0.2, 10.6).
package struct Pin: Hashable, Sendable {
    package let bytes: [UInt8]

    /// `nil` unless there are 32.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
}

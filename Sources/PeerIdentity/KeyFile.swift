// The text of a key file: `Friendly-Name: Alice`, then the key as PKCS#8 PEM. RFC 7468 allows such lines above a PEM
// block and has readers skip them.

/// What one key file holds.
struct KeyFile {
    var friendlyName: String
    var key: PrivateKey

    private static let label = "Friendly-Name: "

    var text: String { "\(Self.label)\(friendlyName)\n\(key.pem)" }

    init(friendlyName: String, key: PrivateKey) {
        self.friendlyName = friendlyName
        self.key = key
    }

    /// `nil` when the bytes are no UTF-8, the name is missing or impossible, or the key is none of ours.
    ///
    /// The library sees the text from the first PEM line on and never a friendly name, whose text is anybody's.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, first.utf8.starts(with: Self.label.utf8) else { return nil }
        // Counted in bytes: a combining mark at the start of a name joins the blank before it into one character.
        let friendlyName = String(decoding: first.utf8.dropFirst(Self.label.utf8.count), as: UTF8.self)
        guard Identity.isValidFriendlyName(friendlyName) else { return nil }
        guard let key = PrivateKey(pem: lines.dropFirst().joined(separator: "\n") + "\n") else { return nil }
        self.init(friendlyName: friendlyName, key: key)
    }
}

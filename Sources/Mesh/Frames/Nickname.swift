/// What a member may call itself.
package enum Nickname {
    /// At most ``Limits/nicknameBytes``, on one line. Nothing at all is allowed: not everybody wants a name.
    package static func isValid(_ text: String) -> Bool { text.utf8.count <= Limits.nicknameBytes && isOneLine(text) }

    /// Whether a text holds nothing that moves a cursor, breaks a line or turns the direction of writing: what others send
    /// appears between our own words.
    package static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
            }
        }
    }
}

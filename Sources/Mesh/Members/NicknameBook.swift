import PeerBase

/// Who was first seen with which nickname (peer channel 20.6). Nicknames that differ in case only, in characters that show
/// nothing, or in white space are one.
struct NicknameBook: Sendable {
    private struct Entry: Sendable {
        var bearer: MemberID
        var lastHeard: Instant
    }

    private var entries: [String: Entry] = [:]

    /// Whether somebody else had this nickname first; nobody is bound to an empty one.
    func isTaken(_ nickname: String, from member: MemberID) -> Bool {
        guard let entry = entries[Self.key(nickname)] else { return false }
        return entry.bearer != member
    }

    /// Binds a nickname to its first bearer. When the book is full, the bearer silent for longest makes room.
    mutating func note(_ nickname: String, of member: MemberID, now: Instant) {
        let key = Self.key(nickname)
        guard !key.isEmpty else { return }
        if let entry = entries[key] {
            if entry.bearer == member { entries[key]?.lastHeard = now }
            return
        }
        if entries.count >= Limits.nicknames,
            let oldest = entries.min(by: { ($0.value.lastHeard, $0.key) < ($1.value.lastHeard, $1.key) })
        {
            entries[oldest.key] = nil
        }
        entries[key] = Entry(bearer: member, lastHeard: now)
    }

    private static func key(_ nickname: String) -> String {
        var shown = String.UnicodeScalarView()
        shown.append(
            contentsOf: nickname.unicodeScalars.filter {
                $0.properties.generalCategory != .format && !$0.properties.isDefaultIgnorableCodePoint
            })
        return String(shown).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

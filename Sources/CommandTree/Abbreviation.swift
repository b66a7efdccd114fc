/// What a typed word may stand for: an exact word, else whatever it alone begins (netsh 6.4, rule 1). Case never counts.
enum Abbreviation<Target> {
    case none
    case one(Target)
    /// Several words begin so; here are their full spellings, sorted.
    case many([String])

    /// - Parameter spellings: every word of every target; a target with two words stands there twice under one `name`.
    init(of typed: String, among spellings: [Spelling<Target>]) {
        let key = typed.lowercased()
        if let exact = spellings.first(where: { $0.word.lowercased() == key }) {
            self = .one(exact.target)
            return
        }
        let matches = key.isEmpty ? [] : spellings.filter { $0.word.lowercased().hasPrefix(key) }
        guard let first = matches.first else {
            self = .none
            return
        }
        let names = Set(matches.map(\.name))
        self = names.count == 1 ? .one(first.target) : .many(names.sorted())
    }
}

/// A word that may be typed and what it stands for.
struct Spelling<Target> {
    let word: String
    let name: String
    let target: Target

    init(_ word: String, name: String? = nil, _ target: Target) {
        self.word = word
        self.name = name ?? word
        self.target = target
    }
}

/// The word nearest to what was typed, if one is near enough to have been meant.
func nearestWord(to typed: String, among words: [String]) -> String? {
    let limit = min(Limits.spellingDistance, max(1, typed.count / 2))
    let ranked = words.map { (word: $0, distance: editDistance(typed.lowercased(), $0.lowercased())) }
    let best = ranked.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    return best.flatMap { $0.distance <= limit ? $0.word : nil }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    guard abs(left.count - right.count) <= Limits.spellingDistance else { return .max }
    var rows = [Array(0...right.count)]
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            let replaced = rows[i][j] + (left[i] == right[j] ? 0 : 1)
            var cost = min(replaced, row[j] + 1, rows[i][j + 1] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, rows[i - 1][j - 1] + 1)
            }
            row.append(cost)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}

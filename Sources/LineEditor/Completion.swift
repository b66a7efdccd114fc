/// What Tab does at some place in a line (netsh 6.12).
///
/// An `insertion` takes the place of what is deleted around the cursor. Without one, the candidates are listed in columns,
/// and with their summaries when Tab was pressed before. Without either, the terminal beeps.
package struct Completion: Equatable, Sendable {
    /// One way in which the line could go on.
    package struct Candidate: Equatable, Sendable {
        /// The whole word.
        package var text: String
        /// Its help in one line; may be empty.
        package var summary: String

        package init(text: String, summary: String = "") {
            self.text = text
            self.summary = summary
        }
    }

    /// How many scalars go left of the cursor, and right of it.
    package var deletingLeft: Int
    package var deletingRight: Int
    /// What to add at the cursor: the rest of the only candidate, or what all candidates have in common.
    package var insertion: String
    /// The candidates, in the order in which they are listed.
    package var candidates: [Candidate]

    package init(
        deletingLeft: Int = 0, deletingRight: Int = 0, insertion: String = "", candidates: [Candidate] = []
    ) {
        self.deletingLeft = deletingLeft
        self.deletingRight = deletingRight
        self.insertion = insertion
        self.candidates = candidates
    }

    /// Nothing fits.
    package static let none = Completion()
}

/// What Tab does at some place in a line (netsh 6.12).
///
/// An `insertion` is inserted. Without one, the candidates are listed in columns, and with their summaries when Tab is
/// pressed again. Without either, the terminal beeps.
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

    /// What to add at the cursor: the rest of the only candidate, or what all candidates have in common.
    package var insertion: String
    /// The candidates, in the order in which they are listed.
    package var candidates: [Candidate]

    package init(insertion: String = "", candidates: [Candidate] = []) {
        self.insertion = insertion
        self.candidates = candidates
    }

    /// Nothing fits.
    package static let none = Completion()
}

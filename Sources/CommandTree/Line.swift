/// What a piece of text means; the output decides whether and how that is shown. Colour is never the only carrier of
/// meaning (netsh 6.14).
package enum Style: Sendable, Equatable {
    case plain, heading, good, warning, bad, dim
}

/// One line of text for people, made of styled runs. It holds no line break.
package struct Line: Sendable, Equatable {
    package struct Run: Sendable, Equatable {
        package let text: String
        package let style: Style

        package init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    package let runs: [Run]

    package init(_ runs: [Run]) { self.runs = runs }
    package init(_ text: String, _ style: Style = .plain) { self.runs = [Run(text, style)] }

    /// The text without its styles.
    package var text: String { runs.map(\.text).joined() }

    package static func + (left: Line, right: Line) -> Line { Line(left.runs + right.runs) }
}

extension Line: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }
}

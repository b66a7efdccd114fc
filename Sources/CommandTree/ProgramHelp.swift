extension ProgramDescription {
    /// What `--help` shows, in lines of at most `width` columns: how to call it, the options, and examples.
    package func help(width: Int) -> [Line] {
        var lines = wrapped("\(name) - \(tagline)", to: width).map { Line($0) } + [""]
        if case .paragraph(let text)? = description.first {
            lines += wrapped(text, to: width).map { Line($0) } + [""]
        }
        lines.append(Line("Usage:", .heading))
        for call in synopsis { lines += Self.entry(call.term.filter { $0 != "'" }, call.text, margin: 32, width) }
        for group in optionGroups {
            lines += ["", Line(group.title + ":", .heading)]
            for option in group.options { lines += Self.entry(option.term, option.explanation, margin: 27, width) }
        }
        lines += ["", Line("Examples:", .heading)]
        for example in examples.prefix(Self.shownExamples) {
            lines += Self.entry(example.term, example.text, margin: 6, width)
        }
        let foot = "Type ? in a session for its commands. '\(name) help --all' lists all, 'man \(name)' explains them."
        return lines + [""] + wrapped(foot, to: width).map { Line($0) }
    }

    /// Enough to begin with (ours); the manual has all.
    private static let shownExamples = 5

    /// The text begins beside a short term, else below it; where columns are few, always below it.
    private static func entry(_ term: String, _ text: String, margin: Int, _ width: Int) -> [Line] {
        let margin = width < 60 ? 6 : margin
        let texts = wrapped(text, to: max(20, width - margin)).map { String(repeating: " ", count: margin) + $0 }
        guard 2 + displayWidth(of: term) + 1 < margin, let first = texts.first else {
            return [Line("  " + term)] + texts.map { Line($0) }
        }
        return [Line(padded("  " + term, to: margin) + first.dropFirst(margin))] + texts.dropFirst().map { Line($0) }
    }
}

extension ProgramDescription.Option {
    /// Long names below each other, whether there is a short one or not.
    fileprivate var term: String {
        let indent = names.first?.hasPrefix("--") == true ? "    " : ""
        return indent + names.joined(separator: ", ") + (argument.map { " " + $0 } ?? "")
    }
}

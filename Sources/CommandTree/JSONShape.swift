/// What a JSON document looks like: the part of JSON Schema 2020-12 that the answers of commands need.
///
/// One description serves everybody: the published schema (`schema`), the help page (`outline`) and the tests
/// (`mismatch(of:)`).
package indirect enum JSONShape: Sendable, Equatable {
    case null
    case boolean
    case integer(ClosedRange<Int>)
    case number
    case text(TextRule)
    case array(JSONShape)
    case object([JSONMember])
    /// At least one of several.
    case anyOf([JSONShape])
    /// Described once, under a name that all documents share.
    case named(JSONDefinition)
    /// No document at all: the command writes none of its own.
    case nothing

    /// What a text must look like beyond being text; nothing by default.
    package struct TextRule: Sendable, Equatable {
        /// A regular expression as ECMA-262 knows it, from ^ to $.
        package var pattern: String?
        /// A format of JSON Schema: `ipv6`, `date-time`.
        package var format: String?
        /// The only texts there are.
        package var words: [String]?

        package init(pattern: String? = nil, format: String? = nil, words: [String]? = nil) {
            self.pattern = pattern
            self.format = format
            self.words = words
        }
    }
}

/// A member of an object.
package struct JSONMember: Sendable, Equatable {
    package let name: String
    package let shape: JSONShape
    /// One line.
    package let meaning: String
    package let isRequired: Bool

    private init(_ name: String, _ shape: JSONShape, _ meaning: String, isRequired: Bool) {
        self.name = name
        self.shape = shape
        self.meaning = meaning
        self.isRequired = isRequired
    }

    /// A member that is always there, perhaps as `null`.
    package static func member(_ name: String, _ shape: JSONShape, _ meaning: String) -> JSONMember {
        JSONMember(name, shape, meaning, isRequired: true)
    }

    /// A member that is there only where it means something.
    package static func optional(_ name: String, _ shape: JSONShape, _ meaning: String) -> JSONMember {
        JSONMember(name, shape, meaning, isRequired: false)
    }
}

/// A shape with a name, shared by the documents of several commands.
package struct JSONDefinition: Sendable, Equatable {
    package let name: String
    package let meaning: String
    package let shape: JSONShape

    package init(_ name: String, _ meaning: String, _ shape: JSONShape) {
        self.name = name
        self.meaning = meaning
        self.shape = shape
    }
}

// MARK: Short ways to say it

extension JSONShape {
    package static var anyText: JSONShape { .text(TextRule()) }
    /// Any whole number from zero on.
    package static var count: JSONShape { .integer(0...Int.max) }

    package static func words(_ words: String...) -> JSONShape { .text(TextRule(words: words)) }
    package static func words(_ words: [String]) -> JSONShape { .text(TextRule(words: words)) }

    package static func pattern(_ pattern: String) -> JSONShape { .text(TextRule(pattern: pattern)) }

    package static func named(_ name: String, _ meaning: String, _ shape: JSONShape) -> JSONShape {
        .named(JSONDefinition(name, meaning, shape))
    }

    package var orNull: JSONShape { .anyOf([self, .null]) }
}

// MARK: Documents every command may answer

extension JSONShape {
    /// Success without data (netsh M-8).
    package static var done: JSONShape {
        .object([.member("ok", .boolean, "true: it is done.")])
    }

    /// What stands in the place of an answer when a command fails (netsh 5.1).
    package static var error: JSONShape {
        .named(
            "error", "What stands in the place of an answer when a command fails.",
            .object([
                .member(
                    "error",
                    .object([
                        .member("code", .anyText.orNull, "The number Windows gave this error, where there is one."),
                        .member("name", .anyText.orNull, "The name Windows gave this error, where there is one."),
                        .member("message", .anyText, "One sentence that says what is wrong."),
                        .member("hint", .anyText.orNull, "What can be done about it, where that is known."),
                        .member("status", .integer(1...255), "The exit code that goes with it."),
                        .optional("column", .integer(1...Int.max), "The place in the line where it went wrong."),
                        .optional("file", .anyText, "The script the line is in."),
                        .optional("line", .integer(1...Int.max), "The number of the line in that script."),
                    ]), "What is wrong.")
            ]))
    }

    /// What a command answers that was typed in offline mode and waits for `commit` (netsh 6.9).
    package static var kept: JSONShape {
        .named(
            "kept", "What stands in the place of an answer in offline mode, where a command waits for commit.",
            .object([.member("pending", .count, "How many commands wait now.")]))
    }

    /// Where the session is; also the answer to the words of a context, which go there (netsh 6.3).
    package static var context: JSONShape {
        .named(
            "context", "Where the session is; also what the words of a context answer.",
            .object([.member("context", .anyText, "The words of the current context; empty for the root.")]))
    }

    /// The answer to `?`, and to words that are no whole command.
    package static var help: JSONShape {
        .named(
            "help", "What ? answers behind any words.",
            .object([.member("help", .array(.anyText), "The page, a line each, as people see it.")]))
    }
}

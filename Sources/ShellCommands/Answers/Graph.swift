import CommandTree
import Pictures

extension Parameter {
    /// Whether an answer is drawn too, and with which characters.
    static func graph(_ summary: String) -> Parameter {
        Parameter("graph", .choice(["yes", "no", "ascii"]), summary, .fallback("no"), isTagged: true)
    }
}

extension Invocation {
    /// `nil` where no picture is wanted.
    var drawing: Drawing? {
        switch text("graph") {
        case "yes": .unicode
        case "ascii": .ascii
        default: nil
        }
    }
}

extension CommandEnvironment {
    /// The columns a picture may take; a usual terminal's where answers go elsewhere.
    var pictureWidth: Int { columns() ?? 80 }
}

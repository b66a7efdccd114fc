import Collaboration
import CommandTree
import PeerBase

extension Parameter {
    /// Where to sign in, or for whom something is.
    static func scope(_ summary: String, _ words: [String] = Scope.words, _ absence: Absence) -> Parameter {
        Parameter("scope", .choice(words), summary, absence)
    }

    static func taggedText(_ tag: String, _ summary: String, _ absence: Absence = .optional()) -> Parameter {
        Parameter(tag, .text(maximumCharacters: Limits.textLength), summary, absence, isTagged: true)
    }

    /// A person near us, as commands name one (collab 11).
    static var person: Parameter {
        Parameter(
            "person", .text(maximumCharacters: Limits.textLength), Self.personSummary, candidates: .people)
    }

    static let personSummary =
        "A person near you: #2 for the second of the last list, the nickname, the near id or its first digits, or "
        + "[address]:port."
    static let contactSummary =
        "A contact: the display name, the nickname, or the peer name or its first digits."

    static func contact(_ absence: Absence = .required, isTagged: Bool = false) -> Parameter {
        Parameter(
            "contact", .text(maximumCharacters: Limits.textLength), Self.contactSummary, absence, isTagged: isTagged,
            candidates: .contacts)
    }

    static func optionalPerson(_ meaning: String) -> Parameter {
        Parameter(
            "person", .text(maximumCharacters: Limits.textLength), Self.personSummary, .optional(meaning),
            candidates: .people)
    }

    static func id(_ summary: String, _ absence: Absence = .required, candidates: CandidateSource? = nil) -> Parameter {
        Parameter("id", .named("guid", check: guidComplaint), summary, absence, candidates: candidates)
    }

    /// An id, or `new` for one that nobody has.
    static func newID(_ summary: String, candidates: CandidateSource? = nil) -> Parameter {
        let check: Check = { $0.lowercased() == "new" ? nil : guidComplaint($0) }
        return Parameter("id", .named("guid|new", check: check), summary, candidates: candidates)
    }

    static let guidComplaint: Check = { text in
        guard let id = GUID(text) else {
            return "A GUID is expected, as in 81facd1e-c761-4330-b56c-a7286a3424aa."
        }
        return id.isEmpty ? "Cannot specify empty Guid." : nil
    }

    static func dataFile(_ summary: String, _ absence: Absence = .optional()) -> Parameter {
        Parameter("datafile", .file, summary, absence, isTagged: true, candidates: .files)
    }

    static func type(_ absence: Absence) -> Parameter {
        Parameter(
            "type", .choice(Application.RegistrationType.words),
            "For whom it is registered: this user, or all users of this machine.", absence, isTagged: true)
    }

    static var number: Parameter {
        Parameter("id", .integer(1...Int(Int32.max)), "The number of the invitation, as it is shown.")
    }
}

extension Invocation {
    func scope(_ tag: String = "scope") -> Scope { Scope(word: text(tag)) ?? .none }

    func guid(_ tag: String = "id") -> GUID { GUID(text(tag)) ?? GUID(high: 0, low: 0) }

    func optionalGUID(_ tag: String = "id") -> GUID? { optionalText(tag).flatMap { GUID($0) } }

    /// The id given, or one that is made now.
    func newGUID() -> GUID {
        guard text("id").lowercased() == "new" else { return guid() }
        var random = RandomSource.system
        return GUID(random: &random)
    }

    var registrationType: Application.RegistrationType? {
        optionalText("type").flatMap { Application.RegistrationType(word: $0) }
    }
}

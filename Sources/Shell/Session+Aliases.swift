import CommandTree
import Synchronization

// Words of one's own (netsh 6.7).

extension Session {
    nonisolated var aliases: AliasTable { face.withLock { $0.aliases } }

    /// Gives a text a name; without a text shows the alias, without a name all of them.
    func setAlias(_ invocation: Invocation, _ origin: Origin) -> ExitStatus {
        guard let name = invocation.optionalText("name") else { return answer(.aliases(aliases.all)) }
        let words = invocation.texts("text")
        guard !words.isEmpty else {
            guard let alias = aliases[name] else { return missing(name, origin) }
            return answer(.aliases([alias]))
        }
        guard invocation.boolean("force") || !path.isKnownAnywhere(name) else {
            return report(Complaint(CommandFailure.builtIn(name)), from: origin)
        }
        return define(name, words, origin)
    }

    private func define(_ name: String, _ words: [String], _ origin: Origin) -> ExitStatus {
        do throws(UsageError) {
            var table = aliases
            guard try table.define(name, as: words, isKnown: path.isKnownAnywhere) else {
                return report(Complaint(CommandFailure.noRoom), from: origin)
            }
            face.withLock { $0.aliases = table }
            // A file of aliases at the start of every session would say so every time.
            if case .script = origin { return answer(.doneQuietly) }
            return answer(.done())
        } catch {
            return report(Complaint(CommandFailure(error.message, status: .usage)), from: origin)
        }
    }

    func removeAlias(_ name: String, _ origin: Origin) -> ExitStatus {
        face.withLock { $0.aliases.remove(name) } ? answer(.done()) : missing(name, origin)
    }

    private func missing(_ name: String, _ origin: Origin) -> ExitStatus {
        report(Complaint("The following alias was not found: \(name).", status: .notFound), from: origin)
    }
}

extension CommandFailure {
    fileprivate static func builtIn(_ name: String) -> CommandFailure {
        CommandFailure(
            "'\(name)' is a word of p2psh.", hint: "Put force=yes before the text to use it as an alias all the same.",
            status: .usage)
    }

    fileprivate static var noRoom: CommandFailure {
        CommandFailure("There are \(AliasTable.limit) aliases, and there is no room for more.")
    }
}

extension Document {
    fileprivate static var doneQuietly: Document { Document(lines: [], json: Document.done().json, records: []) }

    /// As lines that make the aliases again.
    static func aliases(_ aliases: [AliasTable.Alias]) -> Document {
        Document(
            body: aliases.map { .verbatim(Line($0.definition)) },
            json: .array(aliases.map { ["name": .string($0.name), "text": .string($0.text)] }),
            records: aliases.map { [$0.name, $0.text] })
    }
}

extension AliasTable {
    /// The names as something to type.
    var candidates: [Candidate] { all.map { Candidate($0.name, $0.text) } }
}

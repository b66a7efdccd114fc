/// Completion for the shells people start the program from. The scripts are static: they know contexts, commands and
/// tags in full words, not what the running program knows.
package enum CompletionScript: String, Sendable, CaseIterable {
    case bash, zsh, fish

    package func source<Environment>(_ program: ProgramDescription, root: Context<Environment>) -> String {
        let places = CompletionPlace.all(below: ContextPath(root: root))
        return switch self {
        case .bash: bash(program, places)
        case .zsh: zsh(program, places)
        case .fish: fish(program, places)
        }
    }

    private func bash(_ program: ProgramDescription, _ places: [CompletionPlace]) -> String {
        let table = places.map { place in
            "    [\(quoted("/" + place.key))]=\(quoted(place.candidates.map(\.text).joined(separator: " ")))"
        }
        return """
            # bash completion for \(program.name); generated from its command tree.
            declare -A _\(program.name)_words=(
            \(table.joined(separator: "\n"))
            )

            _\(program.name)() {
                local cur="${COMP_WORDS[COMP_CWORD]}" place="" word next
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    next="${place:+$place }$word"
                    [[ -v _\(program.name)_words["/$next"] ]] && place="$next"
                done
                if [[ "$cur" == -* ]]; then
                    COMPREPLY=($(compgen -W \(quoted(optionNames(program).joined(separator: " "))) -- "$cur"))
                else
                    COMPREPLY=($(compgen -W "${_\(program.name)_words["/$place"]}" -- "$cur"))
                    [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace
                fi
            }
            complete -o default -F _\(program.name) \(program.name)

            """
    }

    private func zsh(_ program: ProgramDescription, _ places: [CompletionPlace]) -> String {
        let table = places.map { place in
            let entries = place.candidates.map { described($0, separator: ":") }.joined(separator: "\n")
            return "    \(quoted("/" + place.key)) \(quoted(entries))"
        }
        let options = program.options.flatMap { option in
            option.names.map { quoted(described(Candidate($0, option.summary), separator: ":")) }
        }
        return """
            #compdef \(program.name)
            # zsh completion for \(program.name); generated from its command tree.
            typeset -gA _\(program.name)_words
            _\(program.name)_words=(
            \(table.joined(separator: "\n"))
            )

            _\(program.name)() {
                local place="" word next
                local -a entries tags options
                for word in "${(@)words[2,CURRENT-1]}"; do
                    next="${place:+$place }$word"
                    (( ${+_\(program.name)_words[/$next]} )) && place="$next"
                done
                options=(\(options.joined(separator: " ")))
                entries=("${(@f)_\(program.name)_words[/$place]}")
                tags=("${(@M)entries:#*=:*}")
                entries=("${(@)entries:#*=:*}")
                [[ -n "$tags" ]] && _describe parameter tags -S ''
                [[ -n "$entries" ]] && _describe command entries
                [[ -z "$place" ]] && _describe option options
                [[ -n "$place" ]] && _files
            }
            _\(program.name) "$@"

            """
    }

    private func fish(_ program: ProgramDescription, _ places: [CompletionPlace]) -> String {
        let keys = places.map { quoted("/" + $0.key) }.joined(separator: " ")
        let rules = places.flatMap { place in
            place.candidates.map { candidate in
                "complete -c \(program.name) -n \(quoted("__\(program.name)_at /\(place.key)")) "
                    + "-a \(quoted(candidate.text)) -d \(quoted(candidate.summary))"
            }
        }
        return """
            # fish completion for \(program.name); generated from its command tree.
            set -g __\(program.name)_places \(keys)

            function __\(program.name)_at
                set -l place /
                for word in (commandline -opc)[2..-1]
                    set -l next (string replace -r '^/ ' / -- "$place $word")
                    contains -- "$next" $__\(program.name)_places; and set place "$next"
                end
                test "$place" = "$argv"
            end

            complete -c \(program.name) -f
            \((rules + fishOptions(program)).joined(separator: "\n"))

            """
    }

    private func fishOptions(_ program: ProgramDescription) -> [String] {
        program.options.map { option in
            let names = option.names.map { name in
                name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
            }
            let argument = option.argument == nil ? "" : " -r"
            return "complete -c \(program.name) \(names.joined(separator: " "))\(argument) -d \(quoted(option.summary))"
        }
    }

    private func optionNames(_ program: ProgramDescription) -> [String] { program.options.flatMap(\.names) }

    private func described(_ candidate: Candidate, separator: String) -> String {
        candidate.text.split(separator: ":").joined(separator: "\\:") + separator + candidate.summary
    }

    /// In single quotes, as all three shells read them.
    private func quoted(_ text: String) -> String {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: self == .fish ? "\\'" : "'\\''") + "'"
    }
}

/// A place on the command line in full words, and what may follow there.
private struct CompletionPlace {
    /// Contexts and command words, separated by blanks; empty at the root.
    let key: String
    let candidates: [Candidate]

    static func all<Environment>(below root: ContextPath<Environment>) -> [CompletionPlace] {
        ([root] + root.descendants).flatMap(places)
    }

    private static func places<Environment>(of path: ContextPath<Environment>) -> [CompletionPlace] {
        let own = path.listing.filter { !["?", "/", ".."].contains($0.word) }
        let first = CompletionPlace(path.words, own.map { Candidate($0.word, $0.summary) })
        let groups = path.current.groupWords.map { group in
            let commands = path.current.commands(inGroup: group)
            return CompletionPlace(path.words + [group], commands.map { Candidate($0.words[1], $0.summary) })
        }
        let commands = path.current.commands.map { command in
            CompletionPlace(path.words + command.words, command.parameters.map(\.tagCandidate))
        }
        return [first] + groups + commands
    }

    private init(_ words: [String], _ candidates: [Candidate]) {
        self.key = words.joined(separator: " ")
        self.candidates = candidates
    }
}

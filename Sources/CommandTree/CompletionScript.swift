/// Completion for the shells people start the program from. Each script hands the words of the command line to the
/// program, which knows what may follow (`--complete`), and shows what it answers in the manner of its shell.
package enum CompletionScript: String, Sendable, CaseIterable {
    case bash, zsh, fish

    package func source(_ program: ProgramDescription) -> String {
        switch self {
        case .bash: bash(program.name)
        case .zsh: zsh(program.name)
        case .fish: fish(program.name)
        }
    }

    /// Readline breaks words at characters like `:` and `=` and completes only the piece behind the last of them, or
    /// behind an open quote. So the line is split here as bash itself splits it, and every candidate is cut to that
    /// piece (`keep`) and quoted the way the piece is.
    private func bash(_ name: String) -> String {
        #"""
        # bash completion for \#(name): asks \#(name) itself what may follow.

        # Splits a line as bash does. Sets: words, the words without their quotes; quote, the one still open; keep, how
        # many characters of the last word stand before the piece that readline replaces; piece, that piece as typed.
        _\#(name)_split() {
            local line=$1 char word='' begun='' i
            words=() quote='' keep=0 piece=''
            for ((i = 0; i < ${#line}; i++)); do
                char=${line:i:1}
                case $quote$char in
                    [\ $'\t'$'\n']) [[ $begun ]] && words+=("$word"); word='' begun='' keep=0 piece=''; continue ;;
                    [\'\"]) quote=$char begun=1 keep=${#word} piece=''; continue ;;
                    \\) quote=\\ ;;
                    \\*) quote='' word+=$char ;;
                    \'\' | \"\") quote='' keep=${#word} piece=''; continue ;;
                    \"\\) [[ ${line:i+1:1} == [\$\`\"\\] ]] && piece+=$char char=${line:++i:1}; word+=$char ;;
                    ?) word+=$char
                        if [[ $COMP_WORDBREAKS == *"$char"* ]]; then
                            begun=1 keep=${#word} piece=''
                            continue
                        fi ;;
                    *) word+=$char ;;
                esac
                begun=1 piece+=$char
            done
            [[ $quote == \\ ]] && quote=''
            words+=("$word")
        }

        # Writes the text in the variable named as it must be typed behind the open quote, or without one.
        _\#(name)_quote() {
            local text=${!1}
            case $quote in
                \') text=${text//\'/\'\\\'\'} ;;
                \") text=${text//\\/\\\\} text=${text//\"/\\\"} text=${text//\$/\\\$} text=${text//\`/\\\`} ;;
                *) [[ $text == \~/* ]] && printf -v text '~%q' "${text:1}" || printf -v text %q "$text" ;;
            esac
            printf -v "$1" %s "$text"
        }

        _\#(name)() {
            local -a words summaries=()
            local quote keep piece text summary index
            _\#(name)_split "${COMP_LINE:0:COMP_POINT}"
            local program=${words[0]}
            [[ $program == \~/* ]] && program=$HOME${program:1}
            COMPREPLY=()
            while IFS=$'\t' read -r text summary; do
                text=${text:keep}
                _\#(name)_quote text
                COMPREPLY+=("$text")
                summaries+=("$summary")
            done < <(command "$program" --complete "${words[@]:1}" 2>/dev/null)
            compopt -o nosort 2>/dev/null
            if ((${#COMPREPLY[@]} == 1)); then
                [[ $text == *[=/] ]] && compopt -o nospace 2>/dev/null
            elif [[ $COMP_TYPE == 63 ]]; then
                # Only a list is wanted, of which nothing is inserted: there is room for what the words mean.
                for index in "${!COMPREPLY[@]}"; do
                    [[ ${summaries[index]} ]] || continue
                    printf -v text '%-20s %s' "${COMPREPLY[index]}" "${summaries[index]}"
                    COMPREPLY[index]=${text:0:${COLUMNS:-80}-2}
                done
            fi
        }
        complete -F _\#(name) \#(name)

        """#
    }

    /// The completion system of zsh quotes what is added by itself. Words that ask for more (`tag=`, `folder/`) are added
    /// without the blank behind them.
    private func zsh(_ name: String) -> String {
        #"""
        #compdef \#(name)
        # zsh completion for \#(name): asks \#(name) itself what may follow.

        _\#(name)() {
            local line word summary program=${~${(Q)words[1]}}
            local -a whole whole_shown open open_shown match_case
            for line in "${(@f)$(command $program --complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
                word=${line%%$'\t'*}
                [[ -n $word ]] || continue
                summary=${line#$word}
                [[ -n $summary ]] && summary="${(r:20:)word} -- ${summary#$'\t'}" || summary=$word
                if [[ $word == *[=/] ]]; then
                    open+=("$word") open_shown+=("$summary")
                else
                    whole+=("$word") whole_shown+=("$summary")
                fi
            done
            match_case=(-M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}')
            compadd $match_case -V words -l -d whole_shown -a whole
            compadd $match_case -V words -l -S '' -d open_shown -a open
        }

        if [[ $funcstack[1] == _\#(name) ]]; then
            _\#(name) "$@"
        else
            compdef _\#(name) \#(name)
        fi

        """#
    }

    /// fish cuts, matches, quotes and describes by itself.
    private func fish(_ name: String) -> String {
        #"""
        # fish completion for \#(name): asks \#(name) itself what may follow.

        function __\#(name)_candidates
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l plain (string unescape -- $current; or string trim --left --chars '\'"' -- $current)
            command $words[1] --complete $words[2..-1] "$plain" 2>/dev/null
        end

        complete -c \#(name) -f -k -a '(__\#(name)_candidates)'

        """#
    }
}

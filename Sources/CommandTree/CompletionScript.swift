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
        # many characters of the last word stand before the piece that readline replaces.
        _\#(name)_split() {
            local line=$1 char word='' begun='' i
            words=() quote='' keep=0
            for ((i = 0; i < ${#line}; i++)); do
                char=${line:i:1}
                case $quote$char in
                    [[:blank:]])
                        [[ $begun ]] && words+=("$word")
                        word='' begun='' keep=0
                        continue ;;
                    \' | \") quote=$char keep=${#word} ;;
                    \'\' | \"\") quote='' keep=${#word} ;;
                    \\) quote=\\ ;;
                    \\*) quote='' word+=$char ;;
                    \"\\)
                        [[ ${line:i+1:1} == [\$\`\"\\] ]] && ((i++))
                        word+=${line:i:1} ;;
                    ?)
                        word+=$char
                        [[ $COMP_WORDBREAKS == *"$char"* ]] && keep=${#word} ;;
                    *) word+=$char ;;
                esac
                begun=1
            done
            [[ $quote == \\ ]] && quote=''
            words+=("$word")
        }

        # Sets quoted: the text as it must be typed behind the open quote, or without one.
        _\#(name)_quote() {
            quoted=$1
            case $quote in
                \') quoted=${quoted//\'/\'\\\'\'} ;;
                \")
                    quoted=${quoted//\\/\\\\} quoted=${quoted//\"/\\\"}
                    quoted=${quoted//\$/\\\$} quoted=${quoted//\`/\\\`} ;;
                *)
                    if [[ $1 == \~/* ]]; then printf -v quoted '~%q' "${1:1}"; else printf -v quoted %q "$1"; fi ;;
            esac
        }

        _\#(name)() {
            local -a words summaries=()
            local quote keep text summary quoted index
            _\#(name)_split "${COMP_LINE:0:COMP_POINT}"
            local program=${words[0]}
            [[ $program == \~/* ]] && program=$HOME${program:1}
            COMPREPLY=()
            while IFS=$'\t' read -r text summary; do
                _\#(name)_quote "${text:keep}"
                COMPREPLY+=("$quoted")
                summaries+=("$summary")
            done < <(command "$program" --complete "${words[@]:1}" 2>/dev/null)
            compopt -o nosort 2>/dev/null
            if ((${#COMPREPLY[@]} == 1)); then
                [[ $quoted == *[=/] ]] && compopt -o nospace 2>/dev/null
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
            local line word summary program=${~${(Q)words[1]}} typed=${(Q)PREFIX} kept=''
            local -a whole whole_shown open open_shown match_case
            # A tilde must stay as it is, and not be quoted with the rest.
            [[ -z $QIPREFIX ]] && compset -P '\~/' && kept='~/'
            for line in "${(@f)$(command $program --complete "${(@Q)words[2,CURRENT-1]}" "$typed" 2>/dev/null)}"; do
                [[ -n $line ]] || continue
                word=${line%%$'\t'*} summary=${line#*$'\t'}
                if [[ $line == *$'\t'* ]]; then
                    (( $#word < 20 )) && summary="${(r:20:)word} -- $summary" || summary="$word -- $summary"
                fi
                summary=${summary[1,COLUMNS-1]}
                word=${word#$kept}
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

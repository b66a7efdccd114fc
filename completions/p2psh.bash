# bash completion for p2psh: asks p2psh itself what may follow.

# Splits a line as bash does. Sets: words, the words without their quotes; quote, the one still open; keep, how
# many characters of the last word stand before the piece that readline replaces.
_p2psh_split() {
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
_p2psh_quote() {
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

_p2psh() {
    local -a words summaries=()
    local quote keep text summary quoted index
    _p2psh_split "${COMP_LINE:0:COMP_POINT}"
    local program=${words[0]}
    [[ $program == \~/* ]] && program=$HOME${program:1}
    COMPREPLY=()
    while IFS=$'\t' read -r text summary; do
        _p2psh_quote "${text:keep}"
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
complete -F _p2psh p2psh

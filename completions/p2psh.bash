# bash completion for p2psh; generated from its command tree.
declare -A _p2psh_words=(
    ['/']='bye exec exit help p2p quit set show'
    ['/show']='context'
    ['/set']='context'
    ['/show context']=''
    ['/set context']='context='
    ['/exec']='filename='
    ['/bye']=''
    ['/exit']=''
    ['/quit']=''
    ['/p2p']='group help idmgr pnrp'
    ['/p2p group']='words='
    ['/p2p idmgr']='add delete help show'
    ['/p2p idmgr add']='identity'
    ['/p2p idmgr delete']='identity'
    ['/p2p idmgr show']='identities'
    ['/p2p idmgr add identity']='name='
    ['/p2p idmgr delete identity']='identity='
    ['/p2p idmgr show identities']='identity='
    ['/p2p pnrp']='cloud diagnostics help peer'
    ['/p2p pnrp cloud']='help show'
    ['/p2p pnrp cloud show']='initialization list names seed statistics'
    ['/p2p pnrp cloud show initialization']='cloud='
    ['/p2p pnrp cloud show list']='cloud='
    ['/p2p pnrp cloud show names']='cloud='
    ['/p2p pnrp cloud show seed']='cloud='
    ['/p2p pnrp cloud show statistics']='cloud='
    ['/p2p pnrp diagnostics']='help ping'
    ['/p2p pnrp diagnostics ping']='host seed'
    ['/p2p pnrp diagnostics ping host']='host= cloud= count= timeout='
    ['/p2p pnrp diagnostics ping seed']='cloud= count= timeout='
    ['/p2p pnrp peer']='add delete help resolve show traceroute'
    ['/p2p pnrp peer add']='registration'
    ['/p2p pnrp peer delete']='registration'
    ['/p2p pnrp peer show']='convertedname registration'
    ['/p2p pnrp peer add registration']='peername= cloud= comment= address= port= payload= payloadhex= payloadfile= identity='
    ['/p2p pnrp peer delete registration']='peername= cloud='
    ['/p2p pnrp peer resolve']='peername= cloud= criteria= timeout='
    ['/p2p pnrp peer show convertedname']='name='
    ['/p2p pnrp peer show registration']='peername= cloud='
    ['/p2p pnrp peer traceroute']='peername= cloud= verbose= timeout='
)

_p2psh() {
    local cur="${COMP_WORDS[COMP_CWORD]}" place="" word next
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        next="${place:+$place }$word"
        [[ -v _p2psh_words["/$next"] ]] && place="$next"
    done
    if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W '-f --file -c --context -a --alias --keep-going --check --json --terse --color --timeout --yes --quiet --bind --seed --lab --home --embedded --version -h --help' -- "$cur"))
    else
        COMPREPLY=($(compgen -W "${_p2psh_words["/$place"]}" -- "$cur"))
        [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace
    fi
}
complete -o default -F _p2psh p2psh

# bash completion for p2psh; generated from its command tree.
declare -A _p2psh_words=(
    ['/']='bye exec exit help p2p popd pushd quit set show'
    ['/show']='context'
    ['/set']='context'
    ['/popd']=''
    ['/pushd']='context='
    ['/show context']=''
    ['/set context']='context='
    ['/exec']='filename='
    ['/bye']=''
    ['/exit']=''
    ['/quit']=''
    ['/p2p']='dump group help idmgr pnrp'
    ['/p2p dump']=''
    ['/p2p group']='words='
    ['/p2p idmgr']='add delete dump help show'
    ['/p2p idmgr add']='identity'
    ['/p2p idmgr delete']='identity'
    ['/p2p idmgr show']='identities'
    ['/p2p idmgr add identity']='name='
    ['/p2p idmgr delete identity']='identity='
    ['/p2p idmgr dump']=''
    ['/p2p idmgr show identities']='identity='
    ['/p2p pnrp']='cloud diagnostics dump help monitor peer'
    ['/p2p pnrp dump']=''
    ['/p2p pnrp monitor']=''
    ['/p2p pnrp cloud']='dump flush help repair set show start synchronize'
    ['/p2p pnrp cloud set']='pnrpmode seed'
    ['/p2p pnrp cloud show']='initialization list pnrpmode names seed statistics'
    ['/p2p pnrp cloud synchronize']='host seed'
    ['/p2p pnrp cloud dump']=''
    ['/p2p pnrp cloud flush']='cloud='
    ['/p2p pnrp cloud repair']='cloud='
    ['/p2p pnrp cloud set pnrpmode']='mode= cloud='
    ['/p2p pnrp cloud set seed']='seed= cloud='
    ['/p2p pnrp cloud show initialization']='cloud='
    ['/p2p pnrp cloud show list']='cloud='
    ['/p2p pnrp cloud show pnrpmode']='cloud='
    ['/p2p pnrp cloud show names']='cloud='
    ['/p2p pnrp cloud show seed']='cloud='
    ['/p2p pnrp cloud show statistics']='cloud='
    ['/p2p pnrp cloud start']='cloud= wait='
    ['/p2p pnrp cloud synchronize host']='host= cloud='
    ['/p2p pnrp cloud synchronize seed']='cloud='
    ['/p2p pnrp diagnostics']='check dump help ping'
    ['/p2p pnrp diagnostics ping']='host seed'
    ['/p2p pnrp diagnostics check']='cloud='
    ['/p2p pnrp diagnostics dump']=''
    ['/p2p pnrp diagnostics ping host']='host= cloud= count= timeout='
    ['/p2p pnrp diagnostics ping seed']='cloud= count= timeout='
    ['/p2p pnrp peer']='add delete dump enumerate help resolve set show traceroute'
    ['/p2p pnrp peer add']='registration'
    ['/p2p pnrp peer delete']='registration'
    ['/p2p pnrp peer set']='machinename'
    ['/p2p pnrp peer show']='convertedname machinename registration'
    ['/p2p pnrp peer add registration']='peername= cloud= comment= address= port= payload= payloadhex= payloadfile= identity= replace='
    ['/p2p pnrp peer delete registration']='peername= cloud='
    ['/p2p pnrp peer dump']=''
    ['/p2p pnrp peer enumerate']='peername= cloud= criteria= timeout= max='
    ['/p2p pnrp peer resolve']='peername= cloud= criteria= timeout= max='
    ['/p2p pnrp peer set machinename']='name= publish= autopublish='
    ['/p2p pnrp peer show convertedname']='name='
    ['/p2p pnrp peer show machinename']=''
    ['/p2p pnrp peer show registration']='peername= cloud='
    ['/p2p pnrp peer traceroute']='peername= cloud= verbose= criteria= timeout='
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

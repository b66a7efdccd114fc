# fish completion for p2psh: asks p2psh itself what may follow.

function __p2psh_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l plain (string unescape -- $current; or string trim --left --chars '\'"' -- $current)
    command $words[1] --complete $words[2..-1] "$plain" 2>/dev/null
end

complete -c p2psh -f -k -a '(__p2psh_candidates)'

# Hosts made of network namespaces, for the scripts beside this one: switches, cables, addresses, and a p2psh session in
# each host that commands are typed into. Source it; everything it makes is gone when the script ends, however it ends.

declare -A typed=() sessions=()
failures=0
unjudged=0

lab_end() {
    local host
    for host in "${!sessions[@]}"; do kill -KILL "${sessions[$host]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    for host in $(ip netns list | cut -d' ' -f1 | grep "^$lab-" || true); do ip netns delete "$host" || true; done
    rm -rf "$work"
}

# Says why these tests cannot run here, and ends them without a failure.
skip() {
    echo "skipped: $*"
    exit 0
}

lab_begin() {
    [ "$(id -u)" = 0 ] || skip "network namespaces take root"
    command -v ip >/dev/null || skip "there is no 'ip' (Debian: iproute2)"
    lab=p2psh-$BASHPID
    work=$(mktemp -d)
    trap lab_end EXIT
    trap 'exit 130' INT TERM
    ip netns add "$lab-probe" 2>/dev/null || skip "this machine makes no network namespaces"
    ip netns delete "$lab-probe"
}

# A link that hosts can be plugged into: a bridge in a namespace of its own.
make_switch() {
    ip netns add "$lab-$1"
    ip -n "$lab-$1" link add bridge type bridge mcast_snooping 0
    ip -n "$lab-$1" link set bridge up
}

# make_host HOST SWITCH [ADDRESS/LENGTH]: a host, and a cable to a switch. The host's end is called eth0.
make_host() {
    ip netns add "$lab-$1"
    ip -n "$lab-$1" link set lo up
    plug "$1" "$2" eth0 "${3:-}"
}

# plug HOST SWITCH INTERFACE [ADDRESS/LENGTH]
plug() {
    ip -n "$lab-$2" link add "$1-$3" type veth peer name "$3" netns "$lab-$1"
    ip -n "$lab-$2" link set "$1-$3" master bridge up
    ip netns exec "$lab-$1" sh -c "echo 0 >/proc/sys/net/ipv6/conf/$3/accept_dad"
    [ -z "${4:-}" ] || ip -n "$lab-$1" address add "$4" dev "$3" nodad
    ip -n "$lab-$1" link set "$3" up
}

# pull and replug HOST SWITCH: the cable at the switch.
pull() { ip -n "$lab-$2" link set "$1-eth0" down; }
replug() { ip -n "$lab-$2" link set "$1-eth0" up; }

# open_session HOST [OPTION...]: a p2psh that reads what is typed into it.
open_session() {
    local host=$1
    shift
    mkfifo "$work/$host.in"
    ip netns exec "$lab-$host" "$program" --home "$work/$host.home" --keep-going "$@" \
        <"$work/$host.in" >"$work/$host.out" 2>"$work/$host.err" &
    sessions[$host]=$!
    exec {descriptor}>"$work/$host.in"
    typed[$host]=$descriptor
}

# open_chat HOST [TAG...]: a p2psh that is in the mesh of the traders by the name of the host, and says what is written into it.
open_chat() {
    local host=$1
    shift
    mkfifo "$work/$host.in"
    ip netns exec "$lab-$host" "$program" --home "$work/$host.home" \
        p2p mesh chat quickreturntraderchat nickname="$host" wait=60 "$@" \
        <"$work/$host.in" >"$work/$host.out" 2>"$work/$host.err" &
    sessions[$host]=$!
    exec {descriptor}>"$work/$host.in"
    typed[$host]=$descriptor
}

# write HOST LINE
write() { printf '%s\n' "$2" >&"${typed[$1]}"; }

# hears HOST PATTERN: waits until the chat of a host shows a line.
hears() { wait_until 30 says_now "$1" "$2"; }
says_now() { grep -q -- "$2" "$work/$1.out" "$work/$1.err"; }

# quits HOST: leaves a chat, with a good end of the program.
quits() {
    write "$1" /quit
    wait "${sessions[$1]}" || return 1
    unset "sessions[$1]"
}

# capture SWITCH: everything that passes it, from now on.
capture() {
    command -v dumpcap >/dev/null || skip "there is no 'dumpcap' (Debian: tshark)"
    ip netns exec "$lab-$1" dumpcap -q -i bridge -w "$work/capture" 2>"$work/capture.err" &
    sessions[capture]=$!
    wait_until 10 test -s "$work/capture"
}
in_capture() { grep -aq -- "$1" "$work/capture"; }
captures_bytes() { [ "$(stat -c %s "$work/capture")" -gt 20000 ]; }
stop_capture() {
    kill -INT "${sessions[capture]}"
    wait "${sessions[capture]}" || true
    unset "sessions[capture]"
}

# ask HOST COMMAND...: types a command and prints what it answered. The end of it is the complaint about a word that no
# command has.
ask() {
    local host=$1 before mark
    shift
    before=$(($(wc -c <"$work/$host.out") + 1))
    mark=mark-$RANDOM$RANDOM
    # Typed into a session that ended, it would end this script as well.
    kill -0 "${sessions[$host]:-none}" 2>/dev/null || return 1
    printf '%s\n%s\n' "$*" "$mark" >&"${typed[$host]}"
    wait_until 60 grep -q "$mark" "$work/$host.err" || return 1
    tail -c "+$before" "$work/$host.out"
}

# The process of a session, and what ends it as a power cut would. A killed process keeps its ports for a moment.
cut_power() {
    kill -KILL "${sessions[$1]}"
    wait "${sessions[$1]}" 2>/dev/null
    unset "sessions[$1]"
}

# wait_until SECONDS COMMAND...: tries ten times a second.
wait_until() {
    local end=$((SECONDS + $1 + 1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# check SENTENCE COMMAND...
check() {
    local sentence=$1 begun=${EPOCHREALTIME/./}
    shift
    if "$@"; then
        local tenths=$(((${EPOCHREALTIME/./} - begun) / 100000))
        printf 'ok    %-78s %3d.%d s\n' "$sentence" $((tenths / 10)) $((tenths % 10))
    else
        printf 'FAIL  %s\n' "$sentence"
        failures=$((failures + 1))
        local word
        for word in "$@"; do
            [ -n "${typed[$word]:-}" ] && tail -n 12 "$work/$word.out" "$work/$word.err"
        done
    fi
}

# judged_by PROGRAM SENTENCE COMMAND...: a check by somebody else's program, or a line that says that it is missing.
judged_by() {
    local judge=$1
    shift
    if command -v "$judge" >/dev/null; then
        check "$@"
    else
        printf 'skip  %s: there is no %s (make judges)\n' "$1" "${judge##*/}"
        unjudged=$((unjudged + 1))
    fi
}

# is_state HOST STATE CLOUD: what 'show list' says of a cloud; CLOUD is the beginning of its name.
is_state() { ask "$1" p2p pnrp cloud show list | grep -Eq " $2 +$3"; }

# says HOST TEXT COMMAND...: whether the answer to a command contains a text.
says() {
    local host=$1 text=$2
    shift 2
    ask "$host" "$@" | grep -q -- "$text"
}

# link_cloud HOST: the name of the cloud of its one link.
link_cloud() { ask "$1" p2p pnrp cloud show list | grep -o 'LinkLocal_[^ ]*' | head -n 1; }

report() {
    local which=All
    [ "$unjudged" = 0 ] || { echo "$unjudged sentences were skipped." && which="All other"; }
    [ "$failures" = 0 ] && echo "$which sentences hold." && exit 0
    echo "$failures sentences do not hold."
    exit 1
}

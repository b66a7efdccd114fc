# What programs of others say of a person who is signed in (collab 12): 'wsdiscover' and 'wsdd' find people by WS-Discovery,
# 'curl' and 'openssl' knock at the signalling service. Source it after lab.bash.

tools=$(realpath -m ../../.build/judges)
wsdiscover=$tools/python/bin/wsdiscover
wsdd=$tools/wsdd/usr/sbin/wsdd
person_type=(-y urn:x-p2psh:pnm:1 n Person)
foreign_type=(-y urn:example:lamps n Person)

# wren is the person. The judges speak both families (judge), IPv6 alone (six) and IPv4 alone (four). relic and lamp are
# what else announces itself on a link.
judges() {
    local hosts=(wren judge six four relic lamp) host number=1
    make_switch wire
    for host in "${hosts[@]}"; do
        make_host "$host" wire "fd00:7::$number/64"
        [ "$host" = six ] || ip -n "$lab-$host" address add "10.7.0.$number/24" dev eth0
        number=$((number + 1))
    done
    forget_ipv6 four
    # WSDiscovery's publisher ends when both families ask it.
    forget_ipv6 lamp
    open_session wren
    check "wren signs in" says wren 'Ok\.' p2p collab signin nickname=wren accept=yes allowroot=yes

    judged_by "$wsdiscover" "wsdiscover lists wren untyped" finds judge wren
    judged_by "$wsdiscover" "over IPv6 alone" finds six wren
    judged_by "$wsdiscover" "and over IPv4 alone" finds four wren
    judged_by "$wsdiscover" "by our type" finds judge wren "${person_type[@]}"
    judged_by "$wsdiscover" "not by a type of that name in another namespace" passes_over judge wren "${foreign_type[@]}"
    judged_by "$wsdiscover" "by the beginning of a scope" finds judge wren -s x-p2psh://near
    judged_by "$wsdiscover" "by more of it" finds judge wren -s x-p2psh://near/nick
    judged_by "$wsdiscover" "not by half a segment" passes_over judge wren -s x-p2psh://near/ni
    judged_by "$wsdiscover" "and not by another authority" passes_over judge wren -s x-p2psh://far
    judged_by "$wsdd" "wsdd logs wren's ProbeMatches over IPv4" logs_match 4 'https://10\.7\.0\.1:[0-9]*/'
    judged_by "$wsdd" "and over IPv6" logs_match 6 'https://\[fe80:[0-9a-f:]*\]:[0-9]*/'

    judged_by "$wsdd" "wsdd as a host is nobody that wren counts among people" is_no_person relic run_wsdd relic
    judged_by "$wsdiscover" "nor is a lamp with the scope of a person" is_no_person ghost publish_lamp lamp
    judged_by "$wsdiscover" "which wsdiscover lists beside wren" finds judge ghost
    check "wren is still alone" says wren 'No people found' p2p collab show people wait=3

    write_certificate
    local place
    while read -r place; do
        judged_by openssl "openssl sees TLS 1.3 at $place" sees_tls13 "$place"
        judged_by openssl "with the key that wren shows" sees_pin "$place"
        judged_by openssl "no TLS 1.2" refuses_tls12 "$place"
        judged_by openssl "and nothing without a certificate" openssl_refused "$place"
        judged_by curl "curl is refused without a certificate" curl_refused "$place"
        judged_by curl "and with TLS 1.2" curl_outdated "$place"
        judged_by curl "with a certificate it is given the card" sees_card "$place"
        judged_by curl "under another id nothing is found" finds_nothing "$place"
        judged_by curl "and its invitation ends without a word" unheard "$place"
    done < <(places wren)
}

# on HOST PROGRAM...: for 15 seconds at most.
on() {
    local host=$1
    shift
    timeout -k 1 15 ip netns exec "$lab-$host" "$@"
}

# tells PATTERN COMMAND...: the command may fail and be right; it is heard to its end.
tells() {
    local answer
    answer=$("${@:2}")
    grep -q -- "$1" <<<"$answer"
}

# MARK: WS-Discovery

# finds and passes_over HOST NICKNAME OPTION...
finds() { tells "x-p2psh://near/nick/$2\$" discovered "$1" "${@:3}"; }
passes_over() {
    local answer
    answer=$(discovered "$1" "${@:3}")
    grep -q '^Discovered:' <<<"$answer" && ! grep -q "/nick/$2\$" <<<"$answer"
}
discovered() { on "$1" "$wsdiscover" -t 4 "${@:2}" 2>>"$work/judge.err"; }

# logs_match FAMILY ADDRESS
logs_match() {
    local answer
    ip netns exec "$lab-judge" "$wsdd" -D -o -vvv -i eth0 "-$1" >"$work/wsdd$1.out" 2>&1 &
    sessions[wsdd$1]=$!
    wait_until 10 grep -Esq "probe match for urn:uuid:[-0-9a-f]* on $2" "$work/wsdd$1.out"
    answer=$?
    kill -KILL "${sessions[wsdd$1]}"
    wait "${sessions[wsdd$1]}" 2>/dev/null
    unset "sessions[wsdd$1]"
    return $answer
}

# is_no_person NAME COMMAND...: what the command starts is heard by wren, who takes it for no person.
is_no_person() {
    local before
    before=$(foreign_targets)
    "${@:2}"
    wait_until 10 more_foreign_targets "$before" && misses wren "$1" p2p collab show people wait=1
}
more_foreign_targets() { [ "$(foreign_targets)" -gt "$1" ]; }
foreign_targets() {
    local answer
    answer=$(ask wren p2p collab diag | grep -o 'not a person [0-9]*') || answer=0
    echo "${answer##* }"
}

run_wsdd() {
    ip netns exec "$lab-$1" "$wsdd" -i eth0 -n "$1" >"$work/$1.out" 2>&1 &
    sessions[$1]=$!
}
publish_lamp() {
    ip netns exec "$lab-$1" "$tools/python/bin/python" - >"$work/$1.out" 2>&1 <<'END' &
import time
from wsdiscovery import QName, Scope
from wsdiscovery.publishing import ThreadedWSPublishing

publishing = ThreadedWSPublishing()
publishing.start()
publishing.publishService(
    types=[QName("urn:example:lamps", "Lamp")], scopes=[Scope("x-p2psh://near/nick/ghost")],
    xAddrs=["http://10.7.0.6:80/lamp"])
time.sleep(300)
END
    sessions[$1]=$!
}

# MARK: The signalling service

# places HOST: where it can be reached, as curl and openssl like it.
places() {
    ask "$1" p2p collab show status | grep -o '[^ ]*[0-9]\]*\(%[0-9]*\)\?:[0-9]*$' |
        sed -E 's/^\[(.*)\]%[0-9]+:/[\1%eth0]:/'
}
near_id() { status_of wren 'Near id'; }
status_of() { ask "$1" p2p collab show status | sed -n "s/^$2: *//p"; }

# A stranger of good form (collab 10.6).
write_certificate() {
    command -v openssl >/dev/null || return 0
    local name
    name=$(openssl rand -hex 20).collab
    printf '%s\n' '[req]' 'distinguished_name = name' 'x509_extensions = person' '[name]' '[person]' \
        'basicConstraints = critical, CA:FALSE' 'keyUsage = critical, digitalSignature' >"$work/person.cnf"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -config "$work/person.cnf" \
        -subj "/CN=$name" -keyout "$work/person.key" -out "$work/person.crt" 2>>"$work/judge.err"
}

# A stranger has one connection a second (collab 10.5).

# knock PLACE OPTION...: what openssl says of a connection to it, until the other side closes it.
knock() {
    sleep 1.1
    on judge openssl s_client -connect "$1" -ign_eof "${@:2}" </dev/null 2>&1
}
# get PLACE PATH OPTION...: with curl.
get() {
    sleep 1.1
    local place=${1/\%/%25}
    on judge curl -sS --insecure --max-time 10 "${@:3}" "https://$place$2" 2>&1
}

sees_tls13() { tells '^New, TLSv1\.3, ' knock "$1"; }
sees_pin() {
    local pin
    pin=$(knock "$1" | openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -r)
    [ "${pin%% *}" = "$(status_of wren Fingerprint | tr -d ' ')" ]
}
refuses_tls12() { tells 'alert protocol version' knock "$1" -tls1_2; }
openssl_refused() { tells 'alert certificate required' knock "$1"; }
curl_refused() { tells 'alert certificate required' get "$1" "/$(near_id)/card"; }
curl_outdated() { tells 'alert protocol version' get "$1" "/$(near_id)/card" --tls-max 1.2; }
stranger() { get "$@" --tlsv1.3 --cert "$work/person.crt" --key "$work/person.key"; }
sees_card() {
    local card
    card=$(stranger "$1" "/$(near_id)/card") || return 1
    grep -q '<Nickname>wren</Nickname>' <<<"$card" && grep -q "<PeerName>$(status_of wren 'Peer name')<" <<<"$card"
}
finds_nothing() {
    [ "$(stranger "$1" /00000000-1111-4222-8333-444444444444/card -o /dev/null -w '%{http_code}')" = 404 ]
}
unheard() { tells 'Empty reply from server' stranger "$1" "/$(near_id)/invitations" -d '<Invitation/>'; }

# Sourced by tests/bench/run: times, medians and rates.
# shellcheck shell=bash

# race RUNS NAME...: runs the functions of these names in turn, so that what
# else the machine does slows all of them alike, and leaves the median of
# each one's seconds in seconds[NAME].
declare -A seconds
race() {
    local runs=$1 name start i
    local -A laps=()
    shift
    for ((i = 0; i < runs; i++)); do
        for name; do
            start=${EPOCHREALTIME/./}
            "$name" </dev/null
            laps[$name]+="$((${EPOCHREALTIME/./} - start)) "
        done
    done
    for name; do
        seconds[$name]=$(median "${laps[$name]}")
    done
}

# median MICROSECONDS: of these, in seconds.
median() {
    tr ' ' '\n' <<<"${1% }" | sort -n |
        awk '{ lap[NR] = $1 } END { print lap[int((NR + 1) / 2)] / 1000000 }'
}

bytes_of() { wc -c <"$1" | tr -d ' '; }

# calc FORMAT EXPRESSION
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

# rate NAME [BYTES]: MB/s, of the bytes that it read unless others are given.
declare -A input
rate() { calc %.0f "${2:-$(bytes_of "${input[$1]}")} / 1e6 / ${seconds[$1]}"; }

# times NAME PEER: how many times as fast it is as the peer, by what each reads
# in a second; "-" for a peer that did not run.
times() {
    if [ -z "${seconds[$2]:-}" ]; then
        echo -
        return
    fi
    awk -v bytes="$(bytes_of "${input[$1]}")" -v time="${seconds[$1]}" \
        -v its_bytes="$(bytes_of "${input[$2]}")" -v its="${seconds[$2]}" \
        'BEGIN {
            times = bytes / time / (its_bytes / its)
            printf times < 10 ? "%.2f x" : "%.0f x", times
        }'
}

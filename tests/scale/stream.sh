# However much comes, four jobs need no more than 64 MiB: of 64 MB, and with
# LONG=1 of 4 GB of records, and of 500 MB of what is slower to make.
bytes=64000000
[ -z "${LONG:-}" ] || bytes=4000000000

# within NAME STATUS OPTION...: of standard input.
within() {
    name=$1 wanted=$2
    shift 2
    "$BUILD/peak" kib sftconv -q -j 4 "$@" >/dev/null 2>err
    status=$?
    [ $status -ne 77 ] || exit 77
    [ $status -eq "$wanted" ] || { echo "$name: status $status"; head -n 3 err; }
    kib=$(cat kib)
    if [ "$kib" -le 65536 ]; then echo "$name"; else echo "$name: $kib KiB"; fi
}

# many TEXT: lines of it, as many as make so many bytes.
many() { yes "$1" | head -n $((bytes / (${#1} + 1))); }

# long BYTES TEXT: a record with so much of the text in its output.
long() {
    printf '{"instruction":"?","input":"","output":"'
    yes "$2" | tr -d '\n' | head -c "$1"
    printf '"}'
}

sentence='The quick brown fox jumps over the lazy dog, and nobody minds. '
record=$(long 800 "$sentence")
many "$record" | within 'records' 0 --to openai
many "$record" | within 'rendered' 0 --to llama3
[ -z "${LONG:-}" ] || bytes=500000000
many "$record" | within 'as an array' 0 --to openai --array
{ echo '['; many "$record,"; echo "$record]"; } | within 'an array' 0 --to openai
{ printf '['; many "$record," | tr -d '\n'; printf '%s]' "$record"; } |
    within 'an array on one line' 0 --to openai
many '' | within 'empty lines' 0 --from alpaca --to openai
many '{"instruction":1}' |
    within 'rejected records' 3 --from alpaca --to openai --on-error skip
awk -v n=$((bytes / 60)) 'BEGIN {
    while (n--) printf "{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\",\"k%d\":1}\n", n
}' | within 'members of other names' 0 --to openai

# Records of a MB, and the worst of them.
again() { i=0; while [ $((i += 1)) -le $((bytes / 1000000)) ]; do cat "$1"; done; }
{ long 1000000 "$sentence"; echo; } >text
{
    printf '{"instruction":"?","input":"","output":"!","x":['
    yes 1, | tr -d '\n' | head -c 1000000
    echo '1]}'
} >ones
again text | within 'large records' 0 --to openai
again ones | within 'large lists' 0 --to openai --keep x

# A line that is too large is passed over, not held.
{ long "$bytes" "$sentence"; printf '\n%s\n' "$record"; } |
    within 'a line without an end' 3 --to openai --from alpaca \
        --max-record-bytes 1M --on-error skip

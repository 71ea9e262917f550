# Whatever there is much of in a record, memory stays within 64 MiB and 12 times
# its size; where a message is five bytes, 48 times.  With LONG=1 and valgrind,
# twice as much also takes no more than 2.2 times as many instructions: nothing
# is quadratic.

# size SHAPE: 10 MB; with LONG=1 200 MB of what is said to be that large.
size() {
    case ${LONG:-}$1 in
    1text | 1escapes | 1ones | 1objects | 1keys) echo 200000000 ;;
    *) echo 10000000 ;;
    esac
}

# work OPTION...: the instructions that it takes.
work() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        "$BUILD/sftconv" -q -j 1 "$@" 2>&1 >/dev/null <in |
        sed -n 's/.*Collected : //p'
}
shape() { awk -v SHAPE="$1" -v BYTES="$2" -f "$ROOT/tests/scale/shapes.awk" >in; }

n=0
while read -r status times shape options; do
    n=$((n + 1))
    shape "$shape" "$(size "$shape")"
    # shellcheck disable=SC2086  # options are words, here and below
    "$BUILD/peak" kib sftconv -q -j 1 $options <in >out 2>err
    got=$?
    [ $got -ne 77 ] || exit 77
    [ $got -eq "$status" ] || {
        echo "$shape $options: status $got"
        cut -c 1-300 err | head -n 3
    }
    most=$((times * $(wc -c <in) / 1024 + 65536))
    [ "$(cat kib)" -le $most ] ||
        echo "$shape $options: $(cat kib) KiB of memory, not $most"
    { [ -n "${LONG:-}" ] && command -v valgrind >/dev/null; } || continue
    shape "$shape" 200000; once=$(work $options)
    shape "$shape" 400000; twice=$(work $options)
    [ $((twice * 10)) -le $((once * 22)) ] ||
        echo "$shape $options: $once instructions, of twice the size $twice"
done <<'LIST'
0 12 text --to openai
0 12 text --to llama3
0 12 escapes --to openai --unicode utf8
0 12 escapes --to llama3
0 12 backslashes --to openai --unicode ascii
0 12 backslashes --to llama3 --raw
0 12 pairs --to openai --unicode ascii
0 12 pairs --to llama3
0 12 accents --to openai --normalize nfc
0 12 near-marks --to llama3
0 12 marks --to llama3
0 12 thoughts --to openai --reasoning field
0 12 digits --to openai --keep x
3 12 near-numbers --to openai --on-error skip
0 12 ones --to openai --keep x
0 12 ones --to alpaca
0 12 objects --to openai --keep x
0 12 space --to openai --keep x
0 12 lines --to openai --keep x
3 12 brackets --from alpaca --to openai --on-error skip
3 12 open-objects --from alpaca --to openai --on-error skip
0 12 keys --to openai
0 12 keys --to openai --keep all
0 12 escaped-keys --from alpaca --to openai --keep all
0 12 same-keys --from alpaca --to openai --keep all
0 12 same-keys --from alpaca --to openai --duplicates last
0 12 inner-keys --to openai --keep x
0 12 message-keys --to sharegpt
0 12 turns --to claude
0 12 turns --to sharegpt
0 12 turns --to llamafactory
0 12 turns --to alpaca --multi-turn last
0 12 turns --to bedrock --multi-turn split
0 12 turns --to llama3
0 16 turns --to llama3 --split-prompt
0 12 turns --template chatml --to segments
0 12 same-role --to claude
0 12 same-role --to anthropic --consecutive keep
0 12 systems --to anthropic
0 12 systems --to openai
0 12 calls --to openai
0 12 calls --to anthropic
0 12 calls --to qwen3
0 12 definitions --to gemini
0 12 definitions --to llama3.1
0 12 blocks --to openai
0 12 blocks --to claude
0 12 images --to sharegpt
0 32 places --to openai
0 48 history --to openai
0 12 transcript --from hh --to openai
0 12 replies --to openai
0 16 replies --to openai --oasst all
0 12 records --to openai
0 12 array --to openai
0 12 one-line --to openai
3 12 open-lines --from alpaca --to openai --on-error skip
3 12 bad-lines --from alpaca --to openai --on-error skip
0 12 empty-lines --to openai
0 12 rows --to openai
LIST
echo "$n shapes"

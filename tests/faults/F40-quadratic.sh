# Twice the input, twice the work and no square, counted in instructions.
. "$ROOT/tests/faults/lib"
need_bare
need valgrind
work() { # the instructions it takes
    valgrind --tool=none --log-file=/dev/null true 2>/dev/null || exit 77
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$SFTCONV" "$@" \
        2>&1 >/dev/null </dev/null |
        sed -n 's/.*Collected : //p'
}
shape() { # NAME N: a record of about N units of that shape
    case $1 in
    escapes) printf '{"prompt":"%s","completion":"c"}\n' "$(repeat "$2" '\u0041\n')" ;;
    repairs) printf '{"prompt":"%s","completion":"c"}\n' "$(repeat "$2" '\ud800x')" ;;
    keys) LC_ALL=C awk -v n="$2" 'BEGIN { printf "{\"prompt\":\"p\",\"completion\":\"c\""
        while (n-- > 0) printf ",\"k%d\":1", n; print "}" }' ;;
    colliding) printf '{"prompt":"p","completion":"c"%s}\n' "$(repeat "$2" ',"same":1')" ;;
    messages) printf '{"messages":[%s{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}\n' \
        "$(repeat "$2" '{"role":"user","content":"q"},{"role":"assistant","content":"a"},')" ;;
    parts) printf '{"messages":[{"role":"user","content":[%s{"type":"text","text":"q"}]},{"role":"assistant","content":"a"}]}\n' \
        "$(repeat "$2" '{"type":"text","text":"q"},')" ;;
    calls) printf '{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[%s]},{"role":"assistant","content":"a"}]}\n' \
        "$(LC_ALL=C awk -v n="$2" 'BEGIN { while (n-- > 0)
            printf "{\"id\":\"i%d\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}%s", n, n ? "," : "" }')" ;;
    backslashes) printf '{"messages":[{"role":"user","content":"q%s"},{"role":"assistant","content":"a"}]}\n' \
        "$(repeat "$2" '\\\\')" ;;
    signs) printf '{"messages":[%s{"role":"assistant","content":"a"}]}\n' \
        "$(repeat "$2" '{"role":"user","content":"\\\\"},')" ;;
    numbers) printf '{"prompt":"p","completion":"c","n":-%s.e}\n' "$(repeat "$2" '12345678')" ;;
    brackets) printf '{"prompt":"p","completion":"c","n":[%s' "$(repeat "$2" '{"a":[')" ;;
    lines) repeat "$2" '{"prompt":
' ;;
    unfinished) repeat "$2" '{"prompt":"p"
' ;;
    growing) printf '{"prompt":"p","completion":"c",'; repeat "$2" '
"k":1,' ;;
    rows) records "$2" ;;
    esac
}
try() { # NAME N OPTION...
    name=$1 n=$2
    shift 2
    shape "$name" "$n" >in
    once=$(work in "$@")
    shape "$name" $((2 * n)) >in
    twice=$(work in "$@")
    [ -n "$once" ] && [ $((10 * twice)) -le $((25 * once)) ] ||
        trouble "$name $n $*: ${once:-none}, then $twice"
}
try keys 3000 --to bedrock --keep all
try messages 1000 --to chatml
try growing 1000 --to openai --on-error skip -q
printf '%s' '{% for m in messages %}{{ m.content.strip("\\") }}{% endfor %}' >strip.jinja
try backslashes 3000 --template strip.jinja --drop template
printf '%s' '{% for m in messages %}{{ m.content }}{% endfor %}' >bare.jinja
try signs 2000 --template bare.jinja
[ -n "${LONG:-}" ] || exit 0
for name in escapes repairs keys colliding messages parts calls numbers brackets \
    lines unfinished growing rows; do
    for options in '--to model' '--to openai --keep all' '--to sharegpt' \
        '--to alpaca --multi-turn last' '--to claude --tools text' '--to chatml' \
        '--to llama3.1' '--to openai --unicode utf8 --normalize nfc'; do
        # shellcheck disable=SC2086  # words
        try $name 20000 $options --on-error skip --repair-unicode -q
    done
done

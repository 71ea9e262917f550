# Nothing in the data or in a name reaches the terminal as a control character.
. "$ROOT/tests/faults/lib"
need python3
esc=$(printf '\033')
cat >data <<END
{"messages":[{"role":"\\u001b]0;owned\\u0007","content":"x"}]}
{"messages":[{"role":"\\u202egpt\\u0000\\u009b\\u007f","content":"x"}]}
{"messages":[{"role":"user${esc}[31m","content":"x"}]}
{"messages":[{"role":"user","content":"x","\\u001b[2J":1}],"${esc}[0m":3}
{"\\u001b[2J":1,"\\u2066":2}
{"messages":[{"role":"user","content":"x"}],"\\u009b2J":3}
{"messages":"\\u001b[2J"}
END
printf '{"messages":[{"role":"\302\233\342\200\256\357\273\277x","content":"x"}]}\n' >>data
name="in$esc[2J$(printf '\n\302\233\377\r')"
cp data "$name"
{
    for options in '' -v --errors=json '--color always' '--from openai' \
        '--from sharegpt' "--keep $esc[1m" "--to $esc[2J" "-o no$esc/x" \
        "--role x$esc=user" "--map user=$esc" "--template no$esc" \
        "--var $esc=1" "--no$esc" "--turn-labels $esc" "--date $esc"; do
        # shellcheck disable=SC2086  # words
        "$SFTCONV" "$name" --to sharegpt --on-error skip $options --report report
        [ ! -f report ] || cat report
    done
    "$SFTCONV" "no$name" --to openai
    "$SFTCONV" formats "$esc[2J"
    "$SFTCONV" templates "$esc[2J"
    for template in '{{ "\u001b[2J"|x }}' "{{ '$esc[2J' + 1 }}" \
        "{{ raise_exception('$esc[2J') }}" "{% $esc %}" '{{ messages[0].role + 1 }}'; do
        printf '%s' "$template" >"t$esc.jinja"
        "$SFTCONV" data --from openai --template "t$esc.jinja" --on-error skip
    done
} >/dev/null 2>said
grep -q 'error' said || trouble 'no error'
sed "s/$esc\[[0-9;]*m//g" said >plain # our own colours
python3 - <<'END'
data = open("plain", encoding="utf-8", errors="backslashreplace", newline="").read()
for c in data:
    if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or \
            c in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        at = data.index(c)
        print(repr(data[max(0, at - 60):at + 20]))
        break
END
LC_ALL=C grep -a -q "$(printf '\377')" plain && trouble 'a byte that is no UTF-8'
grep -q 'owned' said || trouble 'it was not there to be shown'

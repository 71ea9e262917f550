# Data cannot reach the terminal's ears: no control characters, no bidi.
printf '{"messages":[{"role":"\\u001b]0;owned\\u0007","content":"x"}]}\n' >a
printf '{"messages":[{"role":"\302\233\342\200\256x","content":"x"}]}\n' >>a
printf '{"messages":[{"role":"\\u202egpt\\u0000\\u009b\\u007f","content":"x"}]}\n' >>a
printf '{"messages":[{"role":"user\033[31m","content":"x"}]}\n' >>a
printf '{"messages":[{"role":"user","content":"x","\\u001b[2J":1,"\302\205":2}],"\033[0m":3}\n' >>a
printf '{"messages":[{"role":"user","content":"x","\\u001b[2J":1,"\302\205":2}],"\\u009b":3,"\342\200\246ok":4}\n' >>a
printf '{"messages":[{"role":"user","content":"x","role":"user"}],"a":{"\033":1}}\n' >>a
for options in '' '-v' '--errors=json' '--color=never -v'; do
    # shellcheck disable=SC2086
    sftconv a -t sharegpt --from openai --on-error skip $options \
        --report report 2>>err >/dev/null
done
sftconv a -t sharegpt --from openai --on-error skip --rejects bad 2>>err >out
cat report >>err
python3 - <<'E' || exit 77
import sys
data = open("err", encoding="utf-8").read()
bad = [c for c in data if (c < " " and c != "\n" and c != "\t")
       or "\x7f" <= c <= "\x9f" or c in "\u202e\u202a\u2066\u200e"]
print("characters that do not belong there:", bad)
E
cat out
echo '# what was rejected is kept as it was'
grep -c "$(printf '\033')" bad

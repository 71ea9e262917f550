# Names of files are quoted where they would do harm.
r='{"prompt":"1"}'
new=$(printf 'new\nline')
printf '%s' "$r" >"$new"
printf '%s' "$r" >"$(printf 'esc\033[31m')"
printf '%s' "$r" >"$(printf 'latin\351')"
printf '%s' "$r" >"-dash"
printf '%s' "$r" >"space and 'quote'"
for f in new* esc* latin* ./-dash 'space and '*; do
    sftconv -q --from bedrock -t alpaca "$f"
done
sftconv -q --from bedrock -t alpaca -- -dash
sftconv -q -t alpaca "$(printf 'no\nsuch\033')"
sftconv -q -t alpaca "$new" -o "$(printf 'no/such\n/dir')"
sftconv -t alpaca -o "$new" "$new"
printf '%s' "$r" | sftconv --on-error skip --from bedrock -t alpaca --rejects "$(printf 'bad\nname')"
echo "status $?"
# and so is a template's, which names the target.
echo '{{ messages[0].content }}' >"$(printf 'red\033[31m')"
echo '{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","weight":0}]}' >weights
sftconv --template "$(printf 'red\033[31m')" weights
sftconv --template "$(printf 'red\033[31m')" --template-name "$(printf '\033')" weights
sftconv --template "$(printf 'red\033[31m')" --drop template,weights weights

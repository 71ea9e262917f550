# A record of another format is refused by name; --from mixed takes each.
. "$ROOT/tests/faults/lib"
i=0
while [ $i -lt 50 ]; do
    echo '{"instruction":"i","output":"o"}'
    echo '{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}'
    i=$((i + 1))
done >in
expect 1 "$SFTCONV" in --to openai
one_error 'in:2:1: .*sharegpt.*E_FORMAT'
expect 3 "$SFTCONV" in --to openai --on-error skip -q
[ "$(wc -l <out)" -eq 50 ] || trouble 'not 50 rows'
expect 0 "$SFTCONV" in --to openai --from mixed -q
[ "$(wc -l <out)" -eq 100 ] || trouble 'not 100 rows'

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

# How many there were of each, also where several stand in a line.
{
    echo '{"prompt":"1","completion":"c"}{"instruction":"i","output":"o"} {"prompt":"2","completion":"c"}'
    echo '{"prompt":"3","completion":"c"} {"prompt":"4"}'
    echo '{"prompt":"\ud800","completion":"c"}'
} >>in
awk '{ while (i++ < 300) print; i = 0 }' in >large
for jobs in 1 2; do
    expect 3 "$SFTCONV" large --to openai --from mixed --on-error skip -v \
        --repair-unicode -j $jobs --report report
    tr -d '\n\t' <report |
        grep -q '"converted":31200,.*"formats":{"alpaca":15300,"sharegpt":15000,"bedrock":900}' ||
        { trouble "$jobs jobs:"; cat report | head -n 20; }
    grep -q 'of mixed (--from): 15300 alpaca, 15000 sharegpt, 900 bedrock$' err ||
        { trouble 'not told:'; tail -n 3 err; }
done
printf '%s' '{"prompt":"1","completion":"c"}{"instruction":"i","output":"o"}' >one
expect 0 "$SFTCONV" one --to openai --from mixed -v
grep -q ': 1 bedrock, 1 alpaca$' err || { trouble 'not as they came:'; cat err; }
cat >tree <<'E'
{"message_id":"a","parent_id":null,"text":"q","role":"prompter"}
{"message_id":"b","parent_id":"a","text":"r","role":"assistant"}
E
sed -n 1p in >one
expect 0 "$SFTCONV" one tree --to openai -q --report report
tr -d '\n\t' <report | grep -q '"from":"mixed".*"formats":{"alpaca":1,"oasst":2}' ||
    { trouble 'of files:'; cat report; }

# An array of any length is streamed; two values on a line are no record.
. "$ROOT/tests/faults/lib"
need_bare
n=$(usually 1000000 20000000) # 60 MB or 1.2 GB
# shellcheck disable=SC2016
LC_ALL=C awk -v n="$n" 'BEGIN {
    record = "{\"prompt\":\"question question question\",\"completion\":\"an answer\"}"
    printf "[" record
    while (--n > 0) printf ",\n" record
    print "]" }' | (ulimit -v 100000 && exec "$SFTCONV" --to openai -q) | wc -l >rows
[ "$(cat rows)" -eq "$n" ] || trouble "$(cat rows) rows"
records 3 >data
"$SFTCONV" data --to openai -q >whole
{ echo '['; sed 's/$/ ,/; $s/,$/]/; s/,"/,\n  "/' data; } >in
expect 0 "$SFTCONV" in --to openai -q
same out whole
sed 's/,"/,\n\n  "/; s/^{/{\n/' data >in
expect 0 "$SFTCONV" in --to openai -q
same out whole
# a record and something that is none: refused together
{ head -n 1 data | tr '\n' ' '; echo '7'; } >in
expect 1 "$SFTCONV" in --to openai
[ ! -s out ] || cat out
for text in '[{"prompt":"p","completion":"c"}' '[{"prompt":"p","completion":"c"},]' \
    '[{"prompt":"p","completion":"c"}{"prompt":"p","completion":"c"}]' \
    '[{"prompt":"p","completion":"c"}] 7'; do
    echo "$text" >in
    expect 1 "$SFTCONV" in --to openai -o target
    [ ! -e target ] || trouble "written: $text"
done

# What is compressed is known by its first bytes, whatever it is called, and
# read like any other file.
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || exit 77
done
r() { printf '{"prompt":"%s","completion":"c"}\n' "$1"; }
same() { cmp - in >/dev/null && echo "same: $1" || echo "DIFFERS: $1"; }
i=0; while [ $i -lt 2000 ]; do r "$i-$((i * 7919 % 10007))"; i=$((i + 1)); done >in
for tool in gzip zstd xz bzip2; do
    $tool -c <in >packed
    sftconv packed -t bedrock -q | same "$tool, a file"
    sftconv -t bedrock -q <packed | same "$tool, standard input"
    cat packed | sftconv -t bedrock -q | same "$tool, a pipe"
    head -n 500 in | $tool -c >one; tail -n +501 in | $tool -c >two
    cat one two | sftconv - -t bedrock -q | same "$tool, one after the other"
    : | $tool -c | sftconv -t bedrock -q | wc -c | tr -d ' '
done
echo '# bytes that come one by one'
r 1 | gzip -c >a
size=$(wc -c <a) i=0
while [ $i -lt $size ]; do
    dd if=a bs=1 skip=$i count=1 2>/dev/null; i=$((i + 1))
done | sftconv -t bedrock
echo '# among others'
r 2 >b; r 3 | zstd -qc >c; printf '\357\273\277[{"prompt":"4",\n"completion":"c"}]' | xz -c >d
r 5 | bzip2 -c | sftconv a b c d - -t bedrock --report report
grep -o '"lines":[^,]*' report
echo '# a part of a file'
{ echo first; cat a; } >e
{ head -c 6 >/dev/null; sftconv -t bedrock; } <e
echo '# a frame to be skipped'
{ printf '\120\052\115\030\004\000\000\000skip'; cat c; } | sftconv -t bedrock
echo '# places are those of the text'
{ r 1; echo '{"prompt":"2","completion":}'; } | gzip -c >bad
sftconv bad -t bedrock --errors json 2>&1 | grep -o '"line":.*"code":"[A-Z_]*"'
echo '# nobody need know how it ended'
(trap '' CHLD PIPE; sftconv a -t bedrock); echo "status $?"

# Who has read enough leaves, and the decompressor goes without a word.
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || exit 77
done
line='{"prompt":"1","completion":"c"}'
i=0; while [ $i -lt 2000 ]; do echo "$line"; i=$((i + 1)); done >part
for i in 1 2 3 4 5 6 7 8 9 10; do cat part part; done >big
for tool in gzip zstd xz bzip2; do
    $tool -c <big >packed
    sftconv packed --limit 1 -t bedrock; echo "status $?"
    sftconv --limit 1 -t bedrock <packed; echo "status $?"
    cat packed | sftconv --limit 1 -t bedrock; echo "status $?"
    { sftconv packed -t alpaca -q; echo "status $?" >&2; } 2>err | head -n 1
    cat err
done
echo '# one that never ends'
mkfifo p
{ yes "$line" | gzip -c >p; } 2>/dev/null &
sftconv p --limit 2 -t bedrock; echo "status $?"
wait
echo '# the format alone'
gzip -c big >big.gz
sftconv big.gz; echo "status $?"

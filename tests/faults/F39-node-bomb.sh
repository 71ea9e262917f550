# No record takes more than 12 times its size and 64 MiB.
. "$ROOT/tests/faults/lib"
need_bare
need python3
peak() { # of the program, in KiB
    python3 -c 'import resource, subprocess, sys
out = open("out", "wb")
status = subprocess.call(sys.argv[1:], stdout=out, stderr=out)
if status not in (0, 1):
    print("status", status)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}
megabytes=$(usually 2 10)
n=$((megabytes * 512 * 1024))
# bounded SHAPE OPTIONS...: converting the record `in` with each of these.
bounded() {
    shape=$1
    shift
    size=$(($(wc -c <in) / 1024))
    for options; do
        # shellcheck disable=SC2086  # words
        used=$(peak "$SFTCONV" in $options -q)
        [ "$used" -le $((12 * size + 64 * 1024)) ] ||
            trouble "$shape $options: $used KiB for $size KiB"
    done
}
shapes=$(usually '1, {},' '1, {}, [], "", -1E1, [[1]],')
# shellcheck disable=SC2086
for shape in $shapes; do
    {
        printf '{"prompt":"p","completion":"c","k":['
        repeat $((2 * n / ${#shape})) "$shape"
        printf '0]}\n'
    } >in
    bounded "$shape" '--to openai --keep k' '--to model' '--to chatml'
done
LC_ALL=C awk -v n=$((n / 6)) 'BEGIN {
    printf "{\"prompt\":\"p\",\"completion\":\"c\""
    while (n-- > 0) printf ",\"k%d\":%d", n, n
    print "}" }' >in
bounded keys '--to bedrock' '--to openai --keep all'
turn='{"from":"human","value":"a"},{"from":"gpt","value":"b"}'
{
    printf '{"conversations":[%s' "$turn"
    repeat $((2 * n / ${#turn})) ",$turn"
    printf ']}\n'
} >in
bounded turns '--to openai' '--to chatml' '--to qwen2.5'
{
    printf '{"prompt":"'
    repeat $((2 * n / 3)) "$(printf '\357\267\272')" # 18 characters in NFKC
    printf '","completion":"c"}\n'
} >in
bounded U+FDFA '--to openai --normalize nfkc'
# Up to 1 MiB all is within those 64 MiB.
{
    printf '{"instruction":"q","input":"","output":"a","history":[["a","b"]'
    repeat 104000 ',["a","b"]'
    printf ']}\n'
} >in
for options in '--to openai' '--to chatml'; do
    # shellcheck disable=SC2086  # words
    used=$(peak "$SFTCONV" in $options -q)
    [ "$used" -le 65536 ] || trouble "history $options: $used KiB"
done

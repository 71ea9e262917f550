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
shapes=$(usually '1, {},' '1, {}, [], "", -1E1, [[1]],')
# shellcheck disable=SC2086
for shape in $shapes; do
    {
        printf '{"prompt":"p","completion":"c","k":['
        repeat $((2 * n / ${#shape})) "$shape"
        printf '0]}\n'
    } >in
    for options in '--to openai --keep k' '--to model' '--to chatml'; do
        # shellcheck disable=SC2086  # words
        used=$(peak "$SFTCONV" in $options -q)
        [ "$used" -le $((12 * megabytes * 1024 + 64 * 1024)) ] ||
            trouble "$shape $options: $used KiB for $megabytes MiB"
    done
done
LC_ALL=C awk -v n=$((n / 6)) 'BEGIN {
    printf "{\"prompt\":\"p\",\"completion\":\"c\""
    while (n-- > 0) printf ",\"k%d\":%d", n, n
    print "}" }' >in
for options in '--to bedrock' '--to openai --keep all'; do
    # shellcheck disable=SC2086  # words
    used=$(peak "$SFTCONV" in $options -q)
    size=$(($(wc -c <in) / 1024))
    [ "$used" -le $((12 * size + 64 * 1024)) ] ||
        trouble "keys, $options: $used KiB for $size KiB"
done

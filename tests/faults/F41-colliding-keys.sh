# Keys chosen to collide cost what other keys cost.
. "$ROOT/tests/faults/lib"
need_bare
need valgrind python3
# one length, one beginning, one end, equal sums: what simple hashes look at
python3 - "$(usually 1000 50000)" <<'END'
import itertools, sys
n = int(sys.argv[1])
def write(path, keys):
    with open(path, "w") as file:
        file.write('{"prompt":"p","completion":"c"')
        for key in itertools.islice(keys, n):
            file.write(',"%s":1' % key)
        file.write("}\n")
# "Aa" and "BB" collide under every hash of the form h * 31 + c
write("colliding", ("".join(p) for p in itertools.product(("Aa", "BB"), repeat=16)))
write("plain", ("%032d" % i for i in range(n)))
END
work() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$SFTCONV" "$@" \
        2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}
for options in '--to bedrock' '--to openai --keep all'; do
    # shellcheck disable=SC2086  # words
    plain=$(work plain $options -q) colliding=$(work colliding $options -q)
    [ -n "$plain" ] && [ "$colliding" -le $((2 * plain)) ] ||
        trouble "$options: ${plain:-none} and $colliding instructions"
done

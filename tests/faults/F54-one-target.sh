# Many runs to one target at once: it is always the whole output of one.
. "$ROOT/tests/faults/lib"
for i in 1 2 3 4; do
    records ${i}000 >in$i
    "$SFTCONV" in$i --to openai -q >whole$i
done
whole() { # what was opened stays one file, whatever takes its name
    cp target seen
    for k in 1 2 3 4; do cmp -s seen whole$k && return; done
    return 1
}
round=0
while [ $round -lt "$(usually 2 20)" ]; do
    for i in 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4; do
        "$SFTCONV" in$i --to openai -q -o target || trouble "status $?" &
    done
    await test -e target
    for i in 1 2 3 4 5 6 7 8; do whole || trouble 'a mixture'; done
    wait
    whole || trouble 'a mixture at the end'
    round=$((round + 1))
done
only seen in1 in2 in3 in4 whole1 whole2 whole3 whole4 target

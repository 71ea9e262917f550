# Killed at any moment: the target is the old one or the whole new one, what is
# left beside it is hidden from *.jsonl, and the next run succeeds.
. "$ROOT/tests/faults/lib"
records 30000 >data.jsonl
mkdir d
"$SFTCONV" data.jsonl --to openai -q >whole
i=0
while [ $i -lt "$(usually 10 100)" ]; do
    echo old >d/target.jsonl
    "$SFTCONV" data.jsonl --to openai -q -o d/target.jsonl & run=$!
    sleep "0.0$((i % 50 / 10))$((i % 10))"
    kill -9 $run
    wait $run
    [ "$(cat d/target.jsonl)" = old ] || same d/target.jsonl whole
    for file in d/*.jsonl; do
        [ "$file" = d/target.jsonl ] || trouble "$file is there"
    done
    i=$((i + 1))
done 2>/dev/null
expect 0 "$SFTCONV" data.jsonl --to openai -q -o d/target.jsonl
same d/target.jsonl whole

# A file that ends inside a record: the record is refused, at every cut.
. "$ROOT/tests/faults/lib"
records 3 >data
head -n 2 data >begin
size=$(wc -c <data)
n=$(($(wc -c <begin) + 1))
"$SFTCONV" begin --to openai -q >whole
while [ $n -lt $((size - 1)) ]; do
    head -c $n data >in
    expect 3 "$SFTCONV" in --to openai --on-error skip -q --rejects bad
    same out whole
    grep -q 'in:3:.*ends inside a record \[E_SYNTAX\]' err || { trouble "cut at $n:"; cat err; }
    { cat begin bad; } | head -c $n | cmp - in || trouble "cut at $n: rejects"
    n=$((n + $(usually 3 1)))
done
expect 1 "$SFTCONV" in --to openai -o target
only data begin whole bad

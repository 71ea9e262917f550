# The last line counts without its end, and gets one.
. "$ROOT/tests/faults/lib"
records 5 >data
"$SFTCONV" data --to openai -q >whole
head -c -1 data >in
expect 0 "$SFTCONV" in --to openai -q
same out whole

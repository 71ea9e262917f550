# Nothing in, nothing out; with --array, an array of nothing.
. "$ROOT/tests/faults/lib"
: >in
expect 0 "$SFTCONV" in --to openai -q --report report
[ ! -s out ] || trouble 'there is output'
tr -d '\n\t ' <report | grep -q '"records":0,' || cat report
expect 0 "$SFTCONV" in --to openai -q -o target
{ [ -f target ] && [ ! -s target ]; } || trouble 'no empty target'
expect 0 "$SFTCONV" in --to openai -q --array
tr -d '\n' <out | grep -qx '\[\]' || cat out

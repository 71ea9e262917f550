# The limit of a file's size is an error, not a signal.
. "$ROOT/tests/faults/lib"
need prlimit
need_bare
records 1000 >in
"$SFTCONV" in --to openai -q >whole
expect 4 prlimit --fsize=4096 "$SFTCONV" in --to openai -q
one_error 'File too large'
prefix out whole
expect 4 prlimit --fsize=4096 "$SFTCONV" in --to openai -q -o target
one_error 'File too large'
only whole

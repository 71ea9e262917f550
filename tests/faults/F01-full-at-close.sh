# A full disk is noticed even for a row that fits into every buffer.
. "$ROOT/tests/faults/lib"
[ -e /dev/full ] || exit 77
records 1 >in
"$SFTCONV" in --to openai >/dev/full 2>err; status=$?
[ $status -eq 4 ] || trouble "status $status"
one_error 'No space left on device'

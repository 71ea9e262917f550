# Standard output is closed from the start.
. "$ROOT/tests/faults/lib"
records 10 >in
"$SFTCONV" in --to openai -q >&- 2>err; status=$?
[ $status -eq 4 ] || trouble "status $status"
one_error 'Bad file descriptor'
"$SFTCONV" --help >&- 2>err; status=$?
[ $status -eq 4 ] || trouble "--help: status $status"

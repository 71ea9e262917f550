# Standard output is closed from the start.
. "$ROOT/tests/faults/lib"
records 10 >in
"$SFTCONV" in --to openai -q >&- 2>err; status=$?
[ $status -eq 4 ] || trouble "status $status"
one_error 'Bad file descriptor'
# also where nothing is to be written
: >empty
"$SFTCONV" empty --from bedrock --to openai -q >&- 2>err; status=$?
[ $status -eq 4 ] || trouble "empty: status $status"
"$SFTCONV" in --to openai -q -o out >&- 2>err || trouble "-o: status $?"
"$SFTCONV" --help >&- 2>err; status=$?
[ $status -eq 4 ] || trouble "--help: status $status"

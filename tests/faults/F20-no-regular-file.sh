# A folder is refused, by name; what can be read from is streamed.
. "$ROOT/tests/faults/lib"
records 3 >data
"$SFTCONV" data --to openai -q >whole
mkdir d
expect 4 "$SFTCONV" d --to openai
one_error '^d: error: .*[Ii]s a directory'
expect 0 "$SFTCONV" /dev/null --to openai -q
mkfifo p
cat data >p &
expect 0 "$SFTCONV" p --to openai -q
same out whole
if command -v python3 >/dev/null; then
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'
    expect 4 "$SFTCONV" s --to openai
    one_error '^s: error: '
fi

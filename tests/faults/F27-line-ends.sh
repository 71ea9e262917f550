# CRLF ends a line as LF does; CR alone is white space, and ends none.
. "$ROOT/tests/faults/lib"
records 5 >data
"$SFTCONV" data --to openai -q >whole
sed 's/$/\r/' data >in
expect 0 "$SFTCONV" in --to openai -q
same out whole
sed 's/,/\r,\r/' data >in
expect 0 "$SFTCONV" in --to openai -q
same out whole
{ head -n 1 data; printf '\r\r{"prompt":\r7}\n'; } >in
expect 3 "$SFTCONV" in --to openai --on-error skip -q
one_error '^in:2:'

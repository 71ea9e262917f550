# \u0000 is a character: JSON keeps it, text that may not hold it says so.
. "$ROOT/tests/faults/lib"
printf '%s\n' '{"prompt":"a\u0000b","completion":"\u0000"}' >in
expect 0 "$SFTCONV" in --to openai -q
printf '%s\n' '{"messages":[{"role":"user","content":"a\u0000b"},{"role":"assistant","content":"\u0000"}]}' | cmp - out
expect 0 "$SFTCONV" in --to openai -q -o there
expect 0 "$SFTCONV" there --to bedrock -q
same out in
expect 0 "$SFTCONV" in --to chatml -q
grep -q -F 'a\u0000b' out || cat out
expect 1 "$SFTCONV" in --to chatml --raw
one_error E_NUL_TEXT
expect 0 "$SFTCONV" in --to chatml --raw --nul drop --report report
grep -q '^ab<' out || { trouble 'the NUL is there:'; od -c out | head; }
[ "$(tr -dc '\0' <out | wc -c)" = 0 ] || trouble 'a NUL is there'
grep -A1 '"nul"' report | grep -q '"count":.*2$' || { trouble 'not in the report:'; cat report; }
expect 2 "$SFTCONV" in --to chatml --nul drop # it is kept there

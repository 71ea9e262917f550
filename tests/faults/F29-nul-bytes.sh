# A NUL byte is refused wherever it stands, at its place.
. "$ROOT/tests/faults/lib"
rejected E_CONTROL '{"prompt":"a\0b","completion":"c"}\n' --to openai
one_error '^in:1:13: '
rejected E_CONTROL '{"prompt":"a","completion":"c","k\0y":1}\n' --to openai
one_error '^in:1:34: '
for text in '{"prompt":\0"a","completion":"c"}\n' \
    '{"prompt":"a","completion":"c"}\0\n' '{"prompt":"a","completion":"c"\0}\n'; do
    rejected E_CONTROL "$text" --to openai
done
printf '{"prompt":"a","completion":"c"}\n\0\n' >in
expect 3 "$SFTCONV" in --to openai --on-error skip -q
one_error '^in:2:1: .*E_CONTROL'

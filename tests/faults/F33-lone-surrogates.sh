# Half of a surrogate pair is refused, or repaired on demand.
. "$ROOT/tests/faults/lib"
while read -r escapes n; do
    printf '{"prompt":"a%sb","completion":"c"}\n' "$escapes" >in
    expect 1 "$SFTCONV" in --to bedrock
    one_error E_SURROGATE
    expect 0 "$SFTCONV" in --to bedrock -q --repair-unicode --unicode utf8
    [ "$(grep -o "$(printf '\357\277\275')" out | wc -l)" -eq "$n" ] ||
        { trouble "$escapes:"; cat out; }
done <<'END'
\ud800 1
\uDFFF 1
\uDFAA\uD834 2
\uD800\uD800\n 2
\uD800\u0041 1
\ud83dabc 1
\ud83d\n 1
\uD888\u1234 1
END
printf '%s\n' '{"prompt":"a\ud83d\uDE00","completion":"c"}' >in
expect 0 "$SFTCONV" in --to bedrock -q
same out in
rejected E_SURROGATE '{"prompt":"a","completion":"c","\\ud800":1}' --to bedrock

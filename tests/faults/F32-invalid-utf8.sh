# Bytes that are no UTF-8: refused at the byte, or repaired by maximal subparts.
. "$ROOT/tests/faults/lib"
# bytes, and how many replacement characters they become
while read -r bytes n; do
    rejected E_UTF8 "{\"prompt\":\"a${bytes}b\",\"completion\":\"c\"}" --to bedrock
    grep -q '^in:1:13: ' err || { trouble "$bytes is elsewhere:"; cat err; }
    expect 0 "$SFTCONV" in --to bedrock -q --repair-unicode --report report
    replaced=$(repeat "$n" "$(printf '\357\277\275')")
    printf '{"prompt":"a%sb","completion":"c"}\n' "$replaced" | cmp -s - out ||
        { trouble "$bytes:"; cat out; }
    grep -q repaired report || trouble "$bytes: not counted"
done <<'END'
\0377 1
\0376\0376\0377\0377 4
\0200 1
\0277\0200\0277 3
\0300\0200 2
\0301\0277 2
\0340\0200\0200 3
\0340\0237\0277 3
\0355\0240\0200 3
\0355\0257\0277\0355\0260\0200 6
\0360\0200\0200\0200 4
\0360\0217\0277\0277 4
\0364\0220\0200\0200 4
\0365\0200\0200\0200 4
\0370\0210\0200\0200\0200 5
\0303 1
\0342\0202 1
\0360\0237\0230 1
\0342\0202\0303 2
END
# what is valid stays: non-characters, the last code point, the one before D800
for bytes in '\0357\0277\0276' '\0364\0217\0277\0277' '\0355\0237\0277' '\0302\0200'; do
    printf '%b' "{\"prompt\":\"a${bytes}b\",\"completion\":\"c\"}\n" >in
    expect 0 "$SFTCONV" in --to bedrock -q --repair-unicode
    same out in
done
# in a key, in a member that nobody reads, outside strings
rejected E_UTF8 '{"prompt":"a","completion":"c","\0377":1}' --to bedrock
rejected E_UTF8 '{"prompt":"a","completion":"c","k":["\0377"]}' --to bedrock
rejected E_UTF8 '{"prompt":"a","completion":"c"\0377}' --to bedrock

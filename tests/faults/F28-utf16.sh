# UTF-16 and UTF-32 are told, with the command that helps.
. "$ROOT/tests/faults/lib"
need iconv
records 3 >data
"$SFTCONV" data --to openai -q >whole
for kind in UTF-16LE UTF-16BE UTF-32LE UTF-32BE; do
    for mark in '' '\357\273\277'; do
        { printf "$mark"; cat data; } | iconv -f UTF-8 -t $kind >in
        expect 1 "$SFTCONV" in --to openai
        one_error 'E_NOT_JSON'
        grep -q "hint: iconv -f ${kind%[LB]E}" err || { trouble "$kind:"; cat err; }
    done
    # shellcheck disable=SC2046  # the hint is words
    $(sed -n 's/^hint: \(iconv [^|]*\)|.*/\1/p' err) >again
    "$SFTCONV" again --to openai -q | cmp - whole
done
# of one record, as of those in the JSON test suite
for bytes in '\376\377\0[\0"\0\351\0"\0]' '\377\376[\0"\0\351\0"\0]\0' \
    '\0[\0"\0\351\0"\0]' '[\0"\0\351\0"\0]\0'; do
    printf '%b' "$bytes" >in
    expect 1 "$SFTCONV" in --to openai
done

# Names that are no words: with line ends, not UTF-8, with a dash in front.
. "$ROOT/tests/faults/lib"
records 2 >data
"$SFTCONV" data --to openai -q >whole
newline=$(printf 'a\nb'); bytes=$(printf 'x\377\200y')
for name in "$newline" "$bytes" -v --to "a b" 'a*' '"' "'" '$HOME' '%s%n' ' '; do
    cp data "./$name"
    expect 0 "$SFTCONV" --to openai -q -- "$name"
    same out whole
    expect 0 "$SFTCONV" data --to openai -q --output="./$name" --report=./report
    same "./$name" whole
    echo oops >"./$name"
    expect 1 "$SFTCONV" --to openai -q -- "$name"
    [ "$(grep -c . err)" -eq 1 ] || { trouble "not one line for $name:"; cat err; }
    rm -f "./$name"
done
only data whole report

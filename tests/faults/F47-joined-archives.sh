# Compressed files one after the other are one; what follows and is none is
# what the tool takes it for.
. "$ROOT/tests/faults/lib"
records 100 >data
cat data data >twice
"$SFTCONV" twice --to openai -q >whole
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || continue
    $tool -c <data >packed
    cat packed packed >in
    expect 0 "$SFTCONV" in --to openai -q
    same out whole
    { cat packed; printf 'no archive'; } >in
    $tool -dc <in >given 2>/dev/null; verdict=$?
    echo old >target
    "$SFTCONV" in --to openai -q -o target 2>err; status=$?
    if [ $status -eq 0 ]; then # all of the data was there, gzip warns
        [ $verdict -eq 0 ] || [ $verdict -eq 2 ] || trouble "$tool: status 0, though it failed"
        head -n 100 whole | cmp - target
    else
        [ $status -eq 4 ] || trouble "$tool: status $status"
        [ "$(cat target)" = old ] || trouble "$tool: committed"
    fi
done

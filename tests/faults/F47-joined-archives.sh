# Compressed files one after the other are one; anything else that follows is
# an error, and nothing of the file appears.
. "$ROOT/tests/faults/lib"
records 100 >data
cat data data >twice
"$SFTCONV" twice --to openai -q >whole

# refused FILE: it is not all compressed
refused() {
    echo old >target
    expect 1 "$SFTCONV" "$1" --to openai -q -o target
    one_error 'cannot decompress'
    [ "$(cat target)" = old ] || trouble "$1: committed"
}

for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || continue
    $tool -c <data >packed
    cat packed packed >in
    expect 0 "$SFTCONV" in --to openai -q
    same out whole
    for after in x 'no archive'; do
        { cat packed; printf %s "$after"; } >$tool.garbage
        refused $tool.garbage
    done
    { cat packed; cat data; } >$tool.plain
    refused $tool.plain
    # a second one whose first byte is another
    { cat packed; printf '\001'; tail -c +2 packed; } >$tool.damaged
    refused $tool.damaged
    cp $tool.plain before
    expect 1 "$SFTCONV" -i $tool.plain --to openai -q
    same $tool.plain before
done

# A compressed file that is cut or corrupt ends the run as bad data, whatever
# may be skipped; nothing is committed.
. "$ROOT/tests/faults/lib"
records 3000 >data
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || continue
    $tool -c <data >packed
    size=$(wc -c <packed)
    # at the very beginning it is not known for what it is
    for cut in 8 20 $((size / 2)) $((size - 1)); do
        head -c $cut packed >in
        for skip in stop skip; do
            echo old >target
            expect 1 "$SFTCONV" in --to openai -o target --on-error $skip \
                --rejects bad --report report
            one_error "cannot decompress: $tool"
            [ "$(cat target)" = old ] || trouble "$tool cut at $cut: committed"
        done
    done
    # a byte of the check sum at the end, and one in the middle
    for at in $((size / 2)) $((size - 6)); do
        { head -c $at packed; tail -c +$((at + 1)) packed | head -c 1 |
            tr '\000-\377' '\001-\377\000'; tail -c +$((at + 2)) packed; } >in
        expect 1 "$SFTCONV" in --to openai -o target --on-error skip
        [ "$(cat target)" = old ] || trouble "$tool corrupt at $at: committed"
    done
    for cut in 1 2 3; do
        head -c $cut packed >in
        "$SFTCONV" in --to openai -o target >out 2>err; status=$?
        [ $status -ne 0 ] || trouble "$tool cut at $cut: status 0"
        [ "$(cat target)" = old ] || trouble "$tool cut at $cut: committed"
    done
done

# Whose fault a bad record is depends on where the archive is cut, not on how
# far threads have read already.
for mib in 63 65; do
    { echo '{'; yes "$(records 500)"; } | head -c ${mib}M | gzip -1 >packed
    head -c -8 packed >in
    for jobs in 1 3; do
        "$SFTCONV" in --from bedrock --to openai --jobs $jobs >out 2>err
        echo "status $?" | cat - err >$jobs
    done
    cmp 1 3 || cat 1 3
done
grep -q 'status 1' 1 || cat 1
only data packed target 1 3

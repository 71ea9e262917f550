# A missing file ends the run before anything of the others is written.
. "$ROOT/tests/faults/lib"
records 3 >in
echo old >target
expect 4 "$SFTCONV" in nofile --to openai -o target
one_error '^nofile: error: .*No such file or directory'
[ "$(cat target)" = old ] || trouble 'the target changed'
expect 4 "$SFTCONV" in nofile --to openai
[ ! -s out ] || trouble 'rows were written'
only target

# What cannot be read is status 4, and nothing is committed.
. "$ROOT/tests/faults/lib"
need_strace
records 30000 >in
"$SFTCONV" in --to openai -q >whole
for n in 1 2 3; do
    echo old >target
    strace -f -qq -o log -P "$PWD/in" -e inject=read:error=EIO:when=$n \
        "$SFTCONV" in --to openai -q -o target >out 2>err
    [ $? -eq 4 ] || trouble "read $n: not status 4"
    one_error 'in: error: cannot read.*: Input/output error'
    [ $n -eq 1 ] || grep -q 'byte [1-9]' err || { trouble 'where?'; cat err; }
    [ "$(cat target)" = old ] || trouble "read $n: the target changed"
    strace -f -qq -o log -P "$PWD/in" -e inject=read:error=EIO:when=$n \
        "$SFTCONV" in --to openai -q --on-error skip >out 2>err
    [ $? -eq 4 ] || trouble "read $n: not status 4 under skip"
    prefix out whole
    tail -c 1 out | grep -q . && trouble 'half a row was written'
done
only whole target

# One write that fails ends the output there, even if the next would not fail.
. "$ROOT/tests/faults/lib"
need_strace
records 60000 >in
"$SFTCONV" in --to openai -q >whole
for n in 1 2 3; do
    strace -f -qq -o log -e trace=write -e inject=write:error=ENOSPC:when=$n \
        "$SFTCONV" in --to openai -q >out 2>err
    [ $? -eq 4 ] || trouble "write $n: not status 4"
    prefix out whole
    one_error 'No space left on device'
    sed -n '/ENOSPC/,$p' log | grep 'write(1,' | sed 1d
done

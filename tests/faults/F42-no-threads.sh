# Where threads cannot be started, or only some of them, the run does without,
# and gives what one thread gives.
. "$ROOT/tests/faults/lib"
need_strace
{ records 15000; echo '{"prompt":7}'; records 15000; } >in
"$SFTCONV" in --to openai --on-error skip -j 1 >whole 2>said
[ $? -eq 3 ] || trouble 'not status 3'
for when in 1 2 4 1+ 2+; do
    strace -f -qq -o log -e trace=clone,clone3 \
        -e inject=clone,clone3:error=EAGAIN:when=$when \
        "$SFTCONV" in --to openai --on-error skip -j 6 >out 2>err
    status=$?
    [ $status -eq 3 ] || trouble "$when: status $status"
    same out whole
    same err said
    grep -q INJECTED log || trouble "$when: every thread was started"
done

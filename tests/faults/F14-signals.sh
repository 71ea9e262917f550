# A run that is told to end leaves the old file and nothing beside it.
. "$ROOT/tests/faults/lib"
records 20000 >data
mkfifo p
mkdir d
written() { [ "$(cat d/.target.*.tmp | wc -c)" -ge 65536 ]; }
ulimit -c 0
# INT, TERM, HUP; QUIT, USR1, USR2, XCPU, ALRM, VTALRM, PROF
for run in 2:1 15:1 1:1 2:3 15:3 1:3 3:1 10:3 12:1 24:1 14:1 26:1 27:1; do
    signal=${run%:*} jobs=${run#*:}
    echo old >d/target
    # a shell without job control has its children ignore SIGINT
    env --default-signal=INT,QUIT "$SFTCONV" p --to openai -o d/target -j $jobs 2>err & pid=$!
    exec 3>p
    cat data >&3
    await written
    kill -$signal $pid
    wait $pid 2>/dev/null
    status=$?
    exec 3>&-
    [ $status -eq $((128 + signal)) ] || trouble "$signal: status $status"
    [ "$(cat d/target)" = old ] || trouble "$signal: the target changed"
    [ "$(ls -A d)" = target ] || ls -A d
done
# also between the making of the file and the next step
need_strace
head -n 3 data >in
n=0
while n=$((n + 1)); do
    echo old >d/target
    strace -qq -o log -e trace=openat -e inject=openat:signal=TERM:when=$n \
        "$SFTCONV" in --to openai -q -o d/target 2>err
    [ "$(ls -A d)" = target ] || ls -A d
    grep -q SIGTERM log || break
done 2>/dev/null
[ $n -gt 3 ] || trouble 'no file was opened'

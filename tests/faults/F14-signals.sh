# A run that is told to end leaves the old file and nothing beside it.
. "$ROOT/tests/faults/lib"
records 20000 >data
mkfifo p
mkdir d
written() { [ "$(cat d/.target.*.tmp | wc -c)" -ge 65536 ]; }
for run in INT:1 TERM:1 HUP:1 INT:3 TERM:3 HUP:3; do
    signal=${run%:*} jobs=${run#*:}
    case $signal in INT) number=2 ;; TERM) number=15 ;; HUP) number=1 ;; esac
    echo old >d/target
    # a shell without job control has its children ignore SIGINT
    env --default-signal=INT "$SFTCONV" p --to openai -o d/target -j $jobs 2>err & pid=$!
    exec 3>p
    cat data >&3
    await written
    kill -$signal $pid
    wait $pid 2>/dev/null
    status=$?
    exec 3>&-
    [ $status -eq $((128 + number)) ] || trouble "$signal: status $status"
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

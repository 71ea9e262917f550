# A run that is told to end leaves the old file and nothing beside it.
. "$ROOT/tests/faults/lib"
records 20000 >data
mkfifo p
mkdir d
written() { [ "$(cat d/.target.*.tmp | wc -c)" -ge 65536 ]; }
for signal in INT TERM HUP; do
    case $signal in INT) number=2 ;; TERM) number=15 ;; HUP) number=1 ;; esac
    echo old >d/target
    # a shell without job control has its children ignore SIGINT
    env --default-signal=INT "$SFTCONV" p --to openai -o d/target 2>err & run=$!
    exec 3>p
    cat data >&3
    await written
    kill -$signal $run
    wait $run 2>/dev/null
    status=$?
    exec 3>&-
    [ $status -eq $((128 + number)) ] || trouble "$signal: status $status"
    [ "$(cat d/target)" = old ] || trouble "$signal: the target changed"
    [ "$(ls -A d)" = target ] || ls -A d
done

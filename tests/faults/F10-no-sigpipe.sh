# The same where SIGPIPE is ignored, and write fails instead.
. "$ROOT/tests/faults/lib"
record=$(records 1)
yes "$record" 2>/dev/null | {
    (trap '' PIPE; exec "$SFTCONV" --to openai) 2>err
    echo $? >status
} | head -n 1 >out
[ "$(cat status)" -eq 141 ] || trouble "status $(cat status)"
silent

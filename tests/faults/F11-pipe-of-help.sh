# Nobody reads what is no data, either: the signal, and not a word.
. "$ROOT/tests/faults/lib"
mkfifo p
exec 5<>p 6>p 5<&- # a pipe whose only reader is gone
for command in --help --version formats 'formats alpaca' 'formats --json' \
    'formats --matrix' templates 'templates llama3'; do
    # shellcheck disable=SC2086  # words
    "$SFTCONV" $command >&6 2>err; status=$?
    [ $status -eq 141 ] || trouble "$command: status $status"
    # shellcheck disable=SC2086
    (trap '' PIPE; "$SFTCONV" $command >&6 2>>err); status=$?
    [ $status -eq 141 ] || trouble "$command, ignored: status $status"
    silent
done
i=0
while [ $i -lt "$(usually 30 1000)" ]; do # one that leaves at any moment
    { "$SFTCONV" --help; echo $? >status; } 2>err | true
    case $(cat status) in 0 | 141) ;; *) trouble "status $(cat status)" ;; esac
    silent
    i=$((i + 1))
done

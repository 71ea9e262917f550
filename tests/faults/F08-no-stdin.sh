# Streams that are closed from the start are nobody's: no file takes their place.
. "$ROOT/tests/faults/lib"
[ -z "${RUN:-}" ] || exit 77 # Valgrind keeps 2 for itself
records 10 >in
"$SFTCONV" in --to openai -q >whole
"$SFTCONV" --to openai -q <&- >out 2>err; status=$?
[ $status -eq 4 ] || trouble "status $status"
one_error 'Bad file descriptor'
for target in a b c d; do
    case $target in
    a) "$SFTCONV" in --to openai -o a <&- ;;
    b) "$SFTCONV" in --to openai -o b >&- ;;
    c) "$SFTCONV" in --to openai -o c 2>&- ;;
    d) "$SFTCONV" in --to openai -o d <&- >&- 2>&- ;;
    esac >out 2>err || trouble "$target: status $?"
    same $target whole
done
echo '{"prompt":1}' >>in # with messages, and nowhere to tell them
"$SFTCONV" in --to openai --on-error skip -o target 2>&- ; status=$?
[ $status -eq 3 ] || trouble "status $status"
same target whole

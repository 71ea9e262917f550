# --in-place replaces the file as -o would, and what it is besides stays.
. "$ROOT/tests/faults/lib"
records 5 >data
"$SFTCONV" data --to openai -q >whole
mkdir d
cp data d/in
chmod 640 d/in
ln -s d/in link
if [ "$(id -u)" -eq 0 ]; then chown 1234:4321 d/in; fi
before=$(stat -c '%a %u %g' d/in)
expect 0 "$SFTCONV" -i link --to openai -q
same d/in whole
[ -L link ] || trouble 'the link was replaced'
[ "$(stat -c '%a %u %g' d/in)" = "$before" ] ||
    trouble "$before became $(stat -c '%a %u %g' d/in)"
[ "$(ls -A d)" = in ] || ls -A d

# a bad record: not touched at all
{ cat data; echo '{"prompt":1}'; } >d/in
before=$(stat -c '%a %i %y' d/in; cksum d/in)
expect 1 "$SFTCONV" -i d/in --to openai
[ "$(stat -c '%a %i %y' d/in; cksum d/in)" = "$before" ] || trouble 'it was touched'
[ "$(ls -A d)" = in ] || ls -A d

# several, each by its own; one that fails spares them all
cp data a
head -n 2 data >b
expect 0 "$SFTCONV" --in-place a b --to openai -q
same a whole
head -n 2 whole | cmp - b
cp data a
expect 1 "$SFTCONV" --in-place a d/in --to openai
same a data

# what cannot be replaced is refused before anything is read
mkfifo p
ln data hard
for operand in p /dev/null - hard; do
    expect 2 timeout 60 "$SFTCONV" -i $operand --to openai
    one_error .
done
expect 2 "$SFTCONV" -i --to openai </dev/null
expect 2 "$SFTCONV" -i a a --to openai
expect 2 "$SFTCONV" -i a --to openai -o b
expect 4 "$SFTCONV" -i nofile --to openai
expect 4 "$SFTCONV" -i d --to openai
same hard data
same a data

need_strace
cp data d/in
strace -f -qq -y -o log -e trace=openat,fchmod,fchown,fsync,close,rename \
    "$SFTCONV" -i d/in --to openai -q
# beside it, hidden, of our own, synced before it is renamed; the folder last
grep -q 'openat.*d/\.in\.[^/]*tmp", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600' log ||
    trouble 'not opened so'
order=$(sed -n 's/^[0-9 ]*\(fsync\|rename\|fchmod\)(.*/\1/p' log | tr '\n' ' ')
[ "$order" = 'fchmod fsync rename fsync ' ] || trouble "order: $order"

# where it cannot be looked at, once or for ever, it stays, or all of it is well
chmod 640 d/in
n=0
while n=$((n + 1)); do
    cp data d/in
    strace -qq -o log -e "inject=/fstatat|statx:error=EIO:when=$n" \
        "$SFTCONV" -i d/in --to openai -q 2>err
    status=$?
    grep -q INJECTED log || break
    case $status in
    0) same d/in whole ;;
    4 | 127) same d/in data ;; # 127: the loader's
    *) trouble "look $n: status $status" ;;
    esac
    [ "$(stat -c %a d/in)" = 640 ] || trouble "look $n: another mode"
done
[ $n -gt 5 ] || trouble 'it was not looked at'

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
grep -q 'hint: name it once' err || cat err
expect 2 "$SFTCONV" -i a --to openai -o b
expect 4 "$SFTCONV" -i nofile --to openai
expect 4 "$SFTCONV" -i d --to openai
same hard data
same a data

# what an earlier run rejected is nowhere else: it is not replaced
{ cat data; echo '{"prompt":1}'; } >a
expect 3 "$SFTCONV" -i a --to openai -q --on-error skip --rejects bad
for file in a data; do
    cp $file before
    expect 2 "$SFTCONV" -i $file --to openai -q --on-error skip --rejects bad
    one_error 'what was rejected before'
    same $file before
done
[ "$(cat bad)" = '{"prompt":1}' ] || cat bad

# nobody's words are lost that came after it was read: the second operand is
# decompressed by what writes to the first
if command -v gzip >/dev/null; then
    mkdir bin
    real=$(command -v gzip)
    printf '#!/bin/sh\n[ "$1" = -c ] || cat extra >>a\nexec "%s" "$@"\n' "$real" >bin/gzip
    chmod +x bin/gzip
    head -n 1 data >extra
    cp data a
    gzip -c data >b.gz
    cp b.gz before
    PATH="$PWD/bin:$PATH" expect 4 "$SFTCONV" -i a b.gz --to openai -q
    one_error 'changed before it was replaced'
    cat data extra | cmp - a
    same b.gz before
fi

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

# several: a signal comes before or after all of them, never between
rm -rf d
mkdir d
for when in 1 2; do
    cp data d/a
    cp data d/b
    { # the shell tells of the signal
        strace -f -qq -o log -e inject=rename:signal=TERM:when=$when \
            "$SFTCONV" -i d/a d/b --to openai -q
        status=$?
    } 2>/dev/null
    [ $status -eq 143 ] || trouble "signal $when: status $status"
    same d/a whole
    same d/b whole
    [ "$(ls -A d | tr '\n' ' ')" = 'a b ' ] || ls -A d
done

# a file that cannot be renamed when another was: which, is said
cp data d/a
cp data d/b
strace -f -qq -o log -e inject=rename:error=EBUSY:when=2 \
    "$SFTCONV" -i d/a d/b --to openai -q 2>err
status=$?
[ $status -eq 4 ] || trouble "half: status $status"
one_error 'cannot rename'
grep -q 'd/b:' err && grep -q 'before it, 1,' err || cat err
same d/a whole
same d/b data
[ "$(ls -A d | tr '\n' ' ')" = 'a b ' ] || ls -A d
strace -f -qq -o log -e inject=rename:error=EBUSY:when=1 \
    "$SFTCONV" -i d/a --to bedrock -q 2>err
grep -q 'hint: something is mounted there' err || cat err
same d/a whole

# what was rejected is safe before the file that it was in is replaced
{ cat data; echo '{"prompt":1}'; } >d/a
cp d/a before
strace -f -qq -o log -e inject=rename:error=EIO:when=1 \
    "$SFTCONV" -i d/a --to openai -q --on-error skip --rejects d/bad 2>err
status=$?
[ $status -eq 4 ] || trouble "rejects: status $status"
same d/a before
"$SFTCONV" -i d/a --to openai -q --on-error skip --rejects d/bad 2>err
same d/a whole
tail -n 1 before | cmp - d/bad

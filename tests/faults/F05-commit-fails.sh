# Each step of the commit may fail: the old file stays, nothing stays beside.
. "$ROOT/tests/faults/lib"
need_strace
records 10 >in
mkdir d
for fault in fchmod:error=EPERM fsync:error=EIO close:error=EIO \
    close:error=ENOSPC rename:error=EACCES rename:error=EIO; do
    n=0 hits=0
    while n=$((n + 1)); do
        echo old >d/target
        strace -f -qq -y -o log -e inject=$fault:when=$n \
            "$SFTCONV" in --to openai -q -o d/target >out 2>err
        status=$?
        [ "$(ls -A d)" = target ] || ls -A d
        grep INJECTED log >hit || break
        # others, such as the closing of a library, are not ours to check
        grep -q '\.target\.[^ ]*\.tmp' hit || continue
        hits=$((hits + 1))
        [ $status -eq 4 ] || trouble "$fault $n: status $status"
        one_error 'cannot'
        [ "$(cat d/target)" = old ] || trouble "$fault $n: the target changed"
    done
    [ $hits -gt 0 ] || trouble "$fault: nothing was hit"
done

# A file system that cannot refuse to replace: the new name is a link first.
echo old >d/target
for name in d/new d/target; do
    strace -f -qq -o log -e inject=renameat2:error=EINVAL \
        "$SFTCONV" in --to openai -q --no-clobber -o $name \
        >out 2>err
    status=$?
    case $name in
    d/new) [ $status -eq 0 ] || trouble "$name: status $status" ;;
    *) [ $status -ne 0 ] || trouble "$name: replaced" ;;
    esac
done
"$SFTCONV" in --to openai -q >whole
same whole d/new
[ "$(ls -A d | tr '\n' ' ')" = 'new target ' ] || ls -A d
[ "$(cat d/target)" = old ] || trouble 'the target changed'

# The rows come last: where they are, there is all that was said of them.
{ cat in; echo '{"prompt":1}'; } >more
for when in 1 2 3; do
    rm -rf d
    mkdir d
    echo old >d/target
    strace -f -qq -o log -e inject=rename:error=EIO:when=$when \
        "$SFTCONV" more --to openai -q --on-error skip -o d/target \
        --rejects d/bad --report d/report >out 2>err
    status=$?
    [ $status -eq 4 ] || trouble "rename $when: status $status"
    [ "$(cat d/target)" = old ] || trouble "rename $when: the target changed"
done

# Standard output has no name, but may fail at its close as any other.
n=0 hits=0
while n=$((n + 1)); do
    strace -f -qq -y -o log -e inject=close:error=ENOSPC:when=$n \
        "$SFTCONV" in --to openai -q >rows 2>err
    status=$?
    grep INJECTED log >hit || break
    grep -q '/rows>' hit || continue
    hits=$((hits + 1))
    [ $status -eq 4 ] || trouble "close $n: status $status"
    one_error 'cannot close'
done
[ $hits -gt 0 ] || trouble 'standard output was never closed'

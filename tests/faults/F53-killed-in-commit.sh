# Killed before each system call of a run, and so after each: under the name of
# the target there is the old file or the new one, whole.
. "$ROOT/tests/faults/lib"
need_strace
records 10 >in
"$SFTCONV" in --to openai -q >whole
mkdir d
new=0
for call in openat write fchmod fchown close fsync rename unlink exit_group; do
    n=0
    while n=$((n + 1)); do
        echo old >d/target
        strace -f -qq -o log -e trace=$call -e inject=$call:signal=KILL:when=$n \
            "$SFTCONV" in --to openai -q -o d/target >out 2>err
        status=$?
        if [ "$(cat d/target)" != old ]; then
            new=$((new + 1))
            same d/target whole
        fi
        for file in d/*; do
            [ "$file" = d/target ] || trouble "$call $n: $file"
        done
        rm -f d/.target.*.tmp
        [ $status -ne 0 ] || break # it is not called so often
    done
    [ $n -gt 1 ] || case $call in fchown | unlink) ;; *) trouble "no $call" ;; esac
done 2>/dev/null
[ $new -gt 9 ] || trouble "only $new times new" # the nine that came to the end

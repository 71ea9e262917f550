# On a full disk -o leaves the old file, or none, and nothing beside it.
. "$ROOT/tests/faults/lib"
need unshare mount
mkdir disk
records 20000 >in
# in a name space of its own, the mount goes with it
unshare -rm sh -u -c '
    mount -t tmpfs -o size=64k none disk || exit 77
    for target in new old; do
        [ $target = new ] || echo old >disk/old
        "$SFTCONV" in --to openai -o disk/$target 2>err; status=$?
        [ $status -eq 4 ] || echo "$target: status $status"
        grep -q "No space left on device" err || cat err
    done
    cat disk/old
    ls -A disk
' >found 2>mount
[ $? -eq 77 ] && exit 77
printf 'old\nold\n' | cmp - found || cat found

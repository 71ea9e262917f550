# A file that grows, shrinks, is written to or replaced while it is read is not
# trusted.
. "$ROOT/tests/faults/lib"
records 150000 >data
mkfifo p
written() { [ -s first ]; }
for change in grow shrink touch replace; do
    cp data in
    { "$SFTCONV" in --to openai -q; echo $? >status; } >p 2>err &
    exec 3<p
    head -c 1 <&3 >first
    await written
    case $change in
    grow) records 1 >>in ;;
    shrink) truncate -s 6000000 in ;;
    touch) touch in ;;
    replace) cp data new; mv new in ;;
    esac
    cat <&3 >/dev/null
    exec 3<&-
    wait
    [ "$(cat status)" -eq 4 ] || trouble "$change: status $(cat status)"
    one_error 'changed while'
done

# nor one that has another size when its turn comes than when shares were cut
cp data in
records 10 >next
{ "$SFTCONV" in next --to openai -q --shard 0/1; echo $? >status; } >p 2>err &
exec 3<p
head -c 1 <&3 >first
await written
records 20 >next
cat <&3 >/dev/null
exec 3<&-
wait
[ "$(cat status)" -eq 4 ] || trouble "shard: status $(cat status)"
one_error 'changed while'

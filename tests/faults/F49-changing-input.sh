# A file that grows, shrinks or is written to while it is read is not trusted.
. "$ROOT/tests/faults/lib"
records 150000 >data
mkfifo p
written() { [ -s first ]; }
for change in grow shrink touch; do
    cp data in
    { "$SFTCONV" in --to openai -q; echo $? >status; } >p 2>err &
    exec 3<p
    head -c 1 <&3 >first
    await written
    case $change in
    grow) records 1 >>in ;;
    shrink) truncate -s 6000000 in ;;
    touch) touch in ;;
    esac
    cat <&3 >/dev/null
    exec 3<&-
    wait
    [ "$(cat status)" -eq 4 ] || trouble "$change: status $(cat status)"
    one_error 'changed while'
done

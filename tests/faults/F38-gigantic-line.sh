# A line beyond --max-record-bytes is refused without being held, and the next
# record is read.
. "$ROOT/tests/faults/lib"
need_bare
megabytes=$(usually 200 1024)
{
    records 1
    printf '{"prompt":"'
    head -c "${megabytes}M" /dev/zero | tr '\0' x
    printf '","completion":"c"}\n'
    records 1
} >big
records 1 >in
cat in in >data
"$SFTCONV" data --to openai -q >whole
limited() { (ulimit -v "$1"; shift; exec "$@"); }
expect 3 limited 150000 "$SFTCONV" big --to openai --on-error skip --max-record-bytes 16M
one_error '^big:2:1: .*E_TOO_BIG'
same out whole
if [ "$megabytes" -gt 256 ]; then # the default
    expect 3 limited 1200000 "$SFTCONV" big --to openai --on-error skip
    one_error '^big:2:1: .*E_TOO_BIG'
    same out whole
fi

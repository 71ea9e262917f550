# A small file that unpacks to a large one costs no memory.
. "$ROOT/tests/faults/lib"
need_bare
need gzip
megabytes=$(usually 100 1024)
head -c "${megabytes}M" /dev/zero | tr '\0' x | gzip -1c >zeros
{ printf '{"prompt":"'; head -c "${megabytes}M" /dev/zero | tr '\0' x; } | gzip -1c >bomb
limited() { (ulimit -v "$1"; shift; exec "$@"); }
for file in zeros bomb; do
    expect 3 limited 120000 "$SFTCONV" $file --to openai --max-record-bytes 8M --on-error skip -q
    one_error 'E_TOO_BIG'
    [ ! -s out ] || trouble 'rows'
    [ "$megabytes" -gt 256 ] || continue # the default limit
    expect 3 limited 600000 "$SFTCONV" $file --to openai --on-error skip -q
    one_error 'E_TOO_BIG'
done
# good records of any number stream
n=$(usually 100000 10000000)
LC_ALL=C awk -v n="$n" 'BEGIN { while (n-- > 0)
    print "{\"prompt\":\"question question question\",\"completion\":\"c\"}" }' |
    gzip -1c >many
limited 120000 "$SFTCONV" many --to openai -q | wc -l >rows
[ "$(cat rows)" -eq "$n" ] || trouble "$(cat rows) rows"

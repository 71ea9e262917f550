# A record beyond --max-record-bytes is refused without being held twice, and
# the next one is read: as a line, over several lines and in an array, from a
# file and from a pipe.
. "$ROOT/tests/faults/lib"
need_bare
# The default limit is 256 MiB; else all is a quarter of that.
megabytes=$(usually 128 1024)
limit=$(usually '--max-record-bytes 64M' '')
kilobytes=$(usually 150000 600000)
text() { head -c "${megabytes}M" /dev/zero | tr '\0' x; }
line() { printf '{"prompt":"'; text; printf '","completion":"b"}\n'; records 1; }
lines() { printf '{"prompt":\n"'; text; printf '",\n"completion":"b"}\n'; records 1; }
array() { printf '[{"prompt":"'; text; printf '","completion":"b"},\n'; records 1; echo ']'; }
between() { records 1; line; }
convert() {
    # shellcheck disable=SC2086  # words
    (ulimit -v "$kilobytes"; exec "$SFTCONV" -f bedrock --to openai \
        --on-error skip -q $limit "$@")
}
records 1 >in
"$SFTCONV" in --to openai -q >whole
for shape in line lines array; do
    $shape >big
    for jobs in 1 4; do
        expect 3 convert big -j $jobs
        one_error '^big:1:[12]: .*E_TOO_BIG'
        same out whole
    done
    expect 3 convert -j 4 <big
    same out whole
    # shellcheck disable=SC2002  # a pipe is meant
    cat big | expect 3 convert -j 1
    one_error '^<stdin>:1:[12]: .*E_TOO_BIG'
    same out whole
done
cat in in >both
"$SFTCONV" both --to openai -q >whole
between >big
expect 3 convert big
one_error '^big:2:1: .*E_TOO_BIG'
same out whole

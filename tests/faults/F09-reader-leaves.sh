# A reader that has seen enough ends the run, silently and soon.
. "$ROOT/tests/faults/lib"
# the input has no end: only the reader can end this
record=$(records 1)
yes "$record" | {
    "$SFTCONV" --to openai 2>err
    echo $? >status
} | head -n 1 >out
[ "$(cat status)" -eq 141 ] || trouble "status $(cat status)"
silent
need_strace
records 300000 >in
{
    strace -f -qq -e trace=read -P "$PWD/in" -o log "$SFTCONV" in --to openai
    echo $? >status
} 2>err | head -n 1 >out
[ "$(cat status)" -eq 141 ] || trouble "status $(cat status)"
# what was read ahead, and no more: 8 MiB of 17
LC_ALL=C awk '{ read += $NF } END { if (read > 8 * 1024 * 1024) print read }' log

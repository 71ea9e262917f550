# Nothing is written after the first write that fails.
. "$ROOT/tests/faults/lib"
need_strace
records 60000 >in
"$SFTCONV" in --to openai -q >whole
strace -f -qq -o log -e trace=write -e inject=write:error=ENOSPC:when=3+ \
    "$SFTCONV" in --to openai -q >out 2>err
[ $? -eq 4 ] || trouble 'not status 4'
prefix out whole
[ "$(wc -c <out)" -lt "$(wc -c <whole)" ] || trouble 'no write failed'
[ "$(grep -c 'write(1,.*ENOSPC' log)" -eq 1 ] || trouble 'it went on writing'

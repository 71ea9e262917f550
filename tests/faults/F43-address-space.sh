# However little memory there is: all is converted, or status 5.
. "$ROOT/tests/faults/lib"
need_bare
records 1000 >in
"$SFTCONV" in --to openai -q >whole
megabytes=2 ok=0 refused=0
while [ $ok -lt 3 ] && [ $megabytes -lt 400 ]; do
    echo old >target
    (ulimit -v $((megabytes * 1024)) && exec "$SFTCONV" in --to openai -q -o target) \
        >out 2>err
    status=$?
    case $status in
    0) ok=$((ok + 1)); same target whole ;;
    5)
        refused=$((refused + 1))
        one_error 'out of memory'
        [ "$(cat target)" = old ] || trouble "$megabytes MiB: the target changed"
        ;;
    127) ;; # the loader could not map the libraries
    139) [ $refused -eq 0 ] || trouble "$megabytes MiB: a crash" ;; # nor this
    *) trouble "$megabytes MiB: status $status"; cat err ;;
    esac
    megabytes=$((megabytes + 1))
done
[ $ok -gt 0 ] || trouble 'never enough memory'
# For a record that there is no room for it is told once, and where.
printf '{"prompt":"p","completion":"%s"}\n' "$(repeat 3000000 ' many words')" >>in
for jobs in 1 2; do
    (ulimit -v 50000 && exec "$SFTCONV" in --to openai -j $jobs -q -o target) >out 2>err
    [ $? -eq 5 ] || trouble "a large record, $jobs jobs: no status 5"
    one_error '^in:1001: error: out of memory'
    grep -q '^hint: .*--max-record-bytes' err || trouble 'no hint'
done
# Room is made for messages, not for what can be none.
zeros=$(repeat 999999 0,)0
printf '{"messages":[%s]}\n' "$zeros" >openai
printf '{"instruction":"q","output":"a","history":[%s]}\n' "$zeros" >llamafactory
for format in openai llamafactory; do
    (ulimit -v 50000 && exec "$SFTCONV" $format --from $format --to alpaca -j 1) \
        >out 2>err
    status=$?
    [ $status -eq 1 ] || trouble "a list of zeros, $format: status $status"
    one_error 'E_TYPE'
done
only whole target openai llamafactory

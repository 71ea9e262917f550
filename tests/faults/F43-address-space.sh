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
only whole target

# A fault in what is counted, or in what is written of it, does not go
# unnoticed: the program is built with one, and says so with status 70.
. "$ROOT/tests/faults/lib"
need_bare
case $BUILD in */release) ;; *) exit 77 ;; esac
command -v "$(sed 's/ .*//' "$BUILD/command")" >/dev/null || exit 77
libraries=$(pkg-config --libs libcjson libutf8proc 2>/dev/null ||
    echo -lcjson -lutf8proc)
records 20000 >good
{ records 20000; echo oops; } >bad
for n in 1 2 3; do records 100; echo oops; done >few

# seeded FILE FROM TO INPUT OPTION...: with TO for FROM in src/convert/FILE.c.
seeded() {
    sed "s/$2/$3/" "$ROOT/src/convert/$1.c" >"$1.c"
    cmp -s "$1.c" "$ROOT/src/convert/$1.c" && trouble "nothing to seed: $2"
    # shellcheck disable=SC2046,SC2086  # words
    (HERE=$PWD && cd "$ROOT" &&
        $(cat "$BUILD/command") -O1 -Wno-error -w -o "$HERE/faulty" \
            "$HERE/$1.c" "$BUILD/src/cli/main.o" "$BUILD/libcli.a" \
            "$BUILD/libsftconv.a" $libraries -lm) || trouble "$1: not built"
    what="$1: $3:"
    shift 3
    for options in "$@"; do
        # shellcheck disable=SC2086  # words
        ./faulty $options --to openai -o out 2>err
        status=$?
        [ $status -eq 70 ] || { trouble "$what $options: status $status"; cat err; }
        [ -e out ] && trouble "$what $options: it was written"
        rm -f out
    done
}
seeded record 'converted->rows++' 'converted->rows += 2' \
    'good -j 1' 'good -j 2' 'bad' 'few --max-errors 2'
seeded lane 'totals->written += converted->rows' 'totals->written += 1 + (totals->written == 0)' \
    'good -j 1' 'good -j 2' 'bad'
seeded result 'totals->written += later->totals.written' '(void)0' 'good -j 2' 'bad -j 2'
seeded parallel 'run_write(run, rows)' '(void)0' 'good -j 2' 'good -j 2 --array' 'bad -j 2'
seeded lane 'totals->converted += converted->records' 'totals->converted += 2' 'good' 'bad'
# and without a fault there is none
for options in 'good -j 1' 'good -j 2 --array' 'good --dry-run' 'good --array --limit 9' \
    'few --on-error skip --array' 'good --limit 0 --array --bom'; do
    # shellcheck disable=SC2086  # words
    "$SFTCONV" $options --to openai -q >out 2>err
    status=$?
    [ $status -eq 0 ] || [ $status -eq 3 ] || { trouble "$options: $status"; cat err; }
done

# A protected folder or file stays as it is, and is named.
. "$ROOT/tests/faults/lib"
records 3 >in
mkdir d
chmod 555 d
echo old >target
chmod 444 target
as_user=
if [ "$(id -u)" -eq 0 ]; then # without the right to write everywhere
    need setpriv
    as_user='setpriv --bounding-set=-all --inh-caps=-all'
fi
# shellcheck disable=SC2086  # words
for file in d/new target; do
    expect 4 $as_user "$SFTCONV" in --to openai -o $file
    one_error "^$file: error: .*Permission denied"
done
for run in '' --dry-run; do
    expect 4 $as_user "$SFTCONV" in --to openai -o d/new $run
    one_error 'cannot make a file in its folder'
done
chmod 755 d
cp in d/in
chmod 555 d
expect 4 $as_user "$SFTCONV" -i d/in --to openai
one_error '^d/in: error: cannot make a file in its folder'
same d/in in
chmod 755 d
rm d/in
[ "$(cat target)" = old ] || trouble 'the target changed'
[ -z "$(ls -A d)" ] || ls -A d
only d target

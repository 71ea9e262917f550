# The output is never the input, whatever it is called.
. "$ROOT/tests/faults/lib"
records 3 >in
cp in before
ln in hard
ln -s in soft
mkdir d
for name in in ./in d/../in "$PWD/in" hard soft /dev/fd/7; do
    [ -e "$name" ] || [ "$name" = /dev/fd/7 ] || trouble "no $name"
    expect 2 "$SFTCONV" in --to openai -o "$name" 7<>in
    one_error 'input file'
    grep -q 'hint: .*--in-place' err || { trouble 'no hint'; cat err; }
    same in before
done
expect 2 "$SFTCONV" soft --to openai -o hard
expect 2 "$SFTCONV" - --to openai -o in <in
same in before
only before hard soft d

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

# not a FIFO, either, for whose other end it would wait for ever
mkfifo p
expect 2 timeout 60 "$SFTCONV" p --to openai -o p
one_error 'input file'
expect 2 timeout 60 "$SFTCONV" p --to openai --shard 0/2
one_error '--shard needs files'

# nor is it a template, or what describes the data
printf '{{ messages[0].content }}' >t.jinja
cp t.jinja t.before
echo '{"in":{"file_name":"in","columns":{"prompt":"prompt","response":"completion"}}}' >di.json
cp di.json di.before
for option in -o --report; do
    for name in t.jinja "$PWD/d/../t.jinja"; do
        expect 2 "$SFTCONV" in --template t.jinja $option "$name"
        one_error 'the template is an output file'
    done
    expect 2 "$SFTCONV" in --dataset-info di.json:in --to openai $option di.json
    one_error 'registry is an output file'
done
same t.jinja t.before
same di.json di.before
same in before
only before hard soft d p t.jinja t.before di.json di.before

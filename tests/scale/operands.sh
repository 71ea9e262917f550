# Ten thousand operands, in their order, with few of them open at a time.
mkdir files
for i in $(seq 100 199); do
    echo "{\"prompt\":\"question $i\",\"completion\":\"answer $i\"}" >files/$i
done
set -- files/*
for i in 1 2; do
    set -- "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@"
done
cat "$@" | sftconv -t openai -q >expected
wc -l <expected | tr -d ' '
for jobs in 1 2 8; do
    (ulimit -n 32; sftconv "$@" -t openai -q -j $jobs) | cmp - expected
done
sftconv "$@" -t openai -v 2>&1 >/dev/null

# None is passed over: what is wrong in the last stops it all.
echo oops >bad
sftconv "$@" bad -t openai -q 2>&1 >out; echo "status $?"
cmp out expected

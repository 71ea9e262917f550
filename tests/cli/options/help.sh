# Help: examples first, no line wider than 80, all options, status 0.
sftconv --help >help; echo "status $?"
sftconv -h | cmp - help
sftconv nofile --bogus -t x --help | cmp - help
sftconv help | cmp - help
sftconv --to --help | cmp - help
awk 'length($0) > 80' help
sed -n 3p help
for option in from to output array unicode normalize bom limit \
    max-record-bytes on-error rejects max-errors report multi-turn system \
    system-prompt input-join split-input turn-labels drop keep role \
    consecutive leading trailing empty duplicates repair-unicode errors \
    color quiet verbose help version; do
    grep -q -e "--$option\>" help || echo "no --$option"
done
for command in formats help; do
    sftconv help $command >a; sftconv $command --help >b; cmp a b
    awk 'length($0) > 80' a
done
sftconv help nothing; echo "status $?"
sftconv help a b; echo "status $?"
sftconv --version; echo "status $?"
sftconv in --version -t nothing >/dev/null; echo "status $?"
echo '# the examples of the help run'
echo '{"instruction":"q","input":"","output":"a"}' >data.jsonl
cp data.jsonl a.jsonl; echo '[]' >b.json
sed -n '/^Examples:/,/^$/s/^  //p' help >examples
sh -e ./examples >/dev/null; echo "status $?"
ls

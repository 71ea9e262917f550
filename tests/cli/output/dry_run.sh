# --dry-run: the same status and, but for what it says of itself, the same words;
# and nothing is written.
printf '{"prompt":"1","completion":"c","x":1}\n{"prompt":2}\n' >in
echo old >out
try() {
    echo "# $*"
    sftconv in -t openai --dry-run "$@" >rows 2>dry; dry=$?
    cat rows dry
    rm -f rows
    ls -A
    sftconv in -t openai "$@" 2>real >/dev/null; echo "status $dry, $?"
    sed -i 's/; dry run, nothing was written$//' dry
    sed -i 's/ (in rejected)$//' real
    cmp dry real
    rm -f rejected report new
}
try
try --on-error skip
try --on-error skip --rejects rejected --report report -o new
try -o no/dir
try -o .
try -o in
try --from alpaca
echo '# in place'
cp in before
sftconv -i in -t openai --dry-run --on-error skip --rejects no -q; echo "status $?"
cmp in before
sftconv -i in nofile -t openai --dry-run -q; echo "status $?"
echo '# without a word else, for machines, and quietly'
head -n 1 in >good
sftconv good -t openai --keep x --dry-run 2>&1
sftconv good -t openai --keep x --dry-run --errors json 2>&1
sftconv good -t openai --keep x --dry-run -q 2>&1
sftconv good -t alpaca --multi-turn fold --keep x --dry-run -v 2>&1 | head -n 1
ls -A

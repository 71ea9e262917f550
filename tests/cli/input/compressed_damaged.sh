# What cannot be decompressed is status 4, and nothing is written.
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || exit 77
done
# What the tools say differs from one version to the next.
try() {
    sftconv "$@" -t bedrock -o out -q 2>err; status=$?
    sed 's/\(cannot decompress: [a-z0-9]*: \).* \[/\1... [/' err
    echo "status $status"
    [ ! -e out ] || echo 'there is an out'
}
LC_ALL=C awk 'BEGIN { for (i = 0; i < 20000; i++)
    printf "{\"prompt\":\"%d\",\"completion\":\"%d\"}\n", i, i * 7919 % 100003 }' >in
for tool in gzip zstd xz bzip2; do
    $tool -c <in >packed
    head -c 20000 packed >cut; try cut; cat cut | try -
    head -c 12 packed >cut; try cut
    { head -c 20000 packed; printf 'XXXXXXXXXXXXXXXX'; tail -c +20017 packed; } >corrupt
    try corrupt
    cat corrupt | try - --on-error skip --rejects bad >skipped
    grep -e E_READ -e status skipped
done
echo '# garbage after the data, of which gzip only warns'
{ gzip -c in; echo garbage; } >after
try after
cat after | try -
echo '# of a damaged file, no record is to blame'
echo '{"prompt":7}' | gzip -c >bad
sftconv bad -t bedrock -q; echo "status $?"
{ head -c -8 bad; printf 'XXXX'; tail -c 4 bad; } >worse
try worse
echo '# twice'
gzip -c in | zstd -qc >twice
sftconv twice -t bedrock; echo "status $?"
sftconv -t bedrock <twice; echo "status $?"
echo '# another kind'
printf 'prompt\tcompletion\nq\ta\n' | gzip -c >tsv.gz
sftconv tsv.gz -t bedrock; echo "status $?"

# A compressed file that grows while it is read is not to be trusted either,
# whatever its decompressor says.
command -v gzip >/dev/null || exit 77
line='{"prompt":"012345678901234567890123456789012345678901234567890123456789","completion":"c"}'
i=0; while [ $i -lt 1000 ]; do echo "$line"; i=$((i + 1)); done >part
for i in 1 2 3 4 5 6 7 8 9 10; do cat part; done | gzip -c >big.gz
for more in part big.gz; do
    rm -f p; mkfifo p
    { sftconv big.gz -t bedrock; echo "status $?" >&2; } >p 2>err &
    exec 3<p
    read -r first <&3
    cat $more >rest; cat rest >>big.gz
    cat <&3 >/dev/null
    wait
    cat err
done

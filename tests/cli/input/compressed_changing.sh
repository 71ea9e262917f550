# A compressed file that grows while it is read is not to be trusted either,
# whatever its decompressor says.
command -v gzip >/dev/null || exit 77
line='{"prompt":"012345678901234567890123456789012345678901234567890123456789","completion":"c"}'
i=0; while [ $i -lt 1000 ]; do echo "$line"; i=$((i + 1)); done >part
while [ $i -lt 1060 ]; do cat part; i=$((i + 1)); done | gzip -c >big.gz # more than is read ahead
for more in part big.gz; do
    rm -f p; mkfifo p
    { sftconv big.gz -t bedrock -j 2; echo "status $?" >&2; } >p 2>err &
    exec 3<p
    read -r first <&3
    cat $more >rest; cat rest >>big.gz
    cat <&3 >/dev/null
    wait
    cat err
done

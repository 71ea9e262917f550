# A run that is told to end while it compresses leaves nothing behind.
command -v gzip >/dev/null || exit 77
echo old >out.gz
for signal in TERM HUP; do
    rm -f p; mkfifo p
    sftconv p -t bedrock -o out.gz --rejects bad.gz --report report.gz & run=$!
    exec 3>p
    echo '{"prompt":"1","completion":"c"}' >&3
    sleep 0.3
    kill -$signal $run; wait $run; echo "status $?"
    exec 3>&-
    cat out.gz; ls -A
done 2>/dev/null

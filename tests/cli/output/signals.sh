# A run that is told to end leaves the old file and nothing else.
echo old >out
for signal in TERM HUP; do
    rm -f p; mkfifo p
    sftconv p -t bedrock -o out --rejects bad --report report & run=$!
    exec 3>p
    echo '{"prompt":"1","completion":"c"}' >&3
    sleep 0.3
    kill -$signal $run; wait $run; echo "status $?"
    exec 3>&-
    cat out; ls -A
done 2>/dev/null

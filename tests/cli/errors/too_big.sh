# A record beyond --max-record-bytes is refused, and the next one is read.
long=$(printf '%01000d' 0)
{
    echo '{"prompt":"1","completion":"c"}'
    echo '{"prompt":"2","completion":"'"$long"'"}'
    echo '{"prompt":"3","completion":"c"}'
} >in
sftconv in -t bedrock --max-record-bytes 1K --on-error skip --rejects bad -q
echo "status $?"
wc -c <bad | tr -d ' '
sftconv in -t bedrock --max-record-bytes 2k -q | wc -l | tr -d ' '
echo '# folded rows'
{
    printf '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}'
    for i in 1 2 3 4 5 6 7 8 9; do
        printf ',{"role":"user","content":"%.50s"},{"role":"assistant","content":"%.50s"}' "$long" "$long"
    done
    printf ']}\n'
} >in
sftconv in -t bedrock --max-record-bytes 4K -q; echo "status $?"
sftconv in -t bedrock --max-record-bytes 4K -q --multi-turn last | wc -l | tr -d ' '
for n in 0 x 5G 1KB -1; do
    sftconv in -t bedrock --max-record-bytes $n 2>/dev/null; echo "status $?"
done
# larger than what is read at once, and the last of its file
long=$(printf '%0300000d' 0)
{
    echo '{"prompt":"1","completion":"c"}'
    echo '{"prompt":"2","completion":"'"$long"'"}'
    echo '{"prompt":"3","completion":"c"}'
    printf '{"prompt":"4","completion":"%s"}' "$long"
} >in
for from in in -; do
    sftconv $from -t bedrock --max-record-bytes 1K --on-error skip --rejects bad -q <in
    echo "status $?"
    wc -lc <bad | tr -s ' '
done
# where nothing else was wrong, another --from would not help
echo '{"prompt":"1","completion":"c"}' >in
sftconv in -t bedrock --max-record-bytes 10 --on-error skip --rejects bad
sftconv in -t bedrock --max-record-bytes 10 --on-error skip
sftconv in -f bedrock -t bedrock --max-record-bytes 10 --on-error skip
{ echo '{}'; cat in; } | sftconv -t bedrock --max-record-bytes 10 --on-error skip
echo "status $?"

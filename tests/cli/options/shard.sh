# --shard I/N: each line in one share, and what cannot be cut refused.
r() { echo '{"prompt":"'"$1"'","completion":"c"}'; }
i=0; while [ $i -lt 40 ]; do r $i; i=$((i + 1)); done >in
i=0; while [ $i -lt 5 ]; do sftconv in -t alpaca -q --shard $i/5; i=$((i + 1)); done >shares
sftconv in -t alpaca -q | cmp - shares && echo same
sftconv in in -t alpaca -q --shard 1/2 | wc -l | tr -d ' '
echo '# the format is that of the file, not of the share'
{ r 1; r 2; r 3; echo '{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"}]}'; } >two
sftconv two -t alpaca --shard 1/2 2>&1; echo "status $?"
{ printf '{"prompt":"\377","completion":"c"}\n'; cat two; } >broken
i=0; while [ $i -lt 2 ]; do sftconv broken -t bedrock -q --on-error skip --repair-unicode --shard $i/2; i=$((i + 1)); done 2>/dev/null >shares
sftconv broken -t bedrock -q --on-error skip --repair-unicode 2>/dev/null | cmp - shares && wc -l <shares | tr -d ' '
{ printf '{"messages":[{"role":"user","content":"%0900d"}]}\n' 0; cat two; } >large
for options in '' --shard\ 0/1; do sftconv large -t bedrock -q --on-error skip --max-record-bytes 800 $options 2>/dev/null | wc -l | tr -d ' '; done
echo '# places are offsets; a record is a line'
{ r 1; r 2; printf '{"prompt":\n"3"'; echo ',"completion":"c"}'; r 4; } >split
sftconv split -t bedrock --shard 0/1 --on-error skip 2>&1; echo "status $?"
sftconv split -t bedrock --shard 0/1 --errors json --report report 2>&1; echo "status $?"
grep -v schema report | grep shard
echo '# what cannot be cut'
{ echo '['; r 1; echo ']'; } >array
{ printf '{"prompt":\n"3"'; echo ',"completion":"c"}'; } >long
for operand in array long -; do
    sftconv $operand -t alpaca --shard 0/2 </dev/null; echo "status $?"
done 2>&1
for value in 2/2 1 -1/2 a/b 0/0 1/2/3 ''; do
    sftconv in -t alpaca --shard "$value" 2>&1 | head -n 1
done
sftconv in -t alpaca --shard 0/2 --limit 1 2>&1; echo "status $?"
sftconv in -t alpaca --shard 0/2 --array 2>&1; echo "status $?"
echo '# a share may be empty; a mark is written once'
sftconv two -t bedrock --shard 2/64; echo "status $?"
{ sftconv in --shard 0/2 --bom -t bedrock -q; sftconv in --shard 1/2 --bom -t bedrock -q; } | grep -c "$(printf '\357\273\277')"

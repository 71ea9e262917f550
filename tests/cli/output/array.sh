# --array writes one array, an element a line.
r() { echo '{"prompt":"'"$1"'","completion":"c"}'; }
echo '# two'; { r 1; r 2; } | sftconv --array -t alpaca
echo '# one'; r 1 | sftconv --array -t bedrock
echo '# none'; sftconv --array -t alpaca </dev/null
echo '# folded rows'
echo '{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"3"},{"role":"assistant","content":"4"}]}' >m
sftconv m m --array -t bedrock -q
echo '# all rejected'
echo '{"prompt":1}' | sftconv --array --from bedrock -t alpaca --on-error skip -q 2>/dev/null
echo '# first rejected'
{ echo '{"prompt":1}'; r 2; } | sftconv --array --from bedrock -t alpaca --on-error skip -q 2>/dev/null
echo '# all dropped'
echo '{"messages":[{"role":"user","content":"1"}]}' | sftconv --array -t claude --trailing drop-record -q
echo '# in and out'
{ r 1; r 2; r 3; } | sftconv --array -t bedrock >a
sftconv a -t bedrock --array | cmp - a && sftconv a -t bedrock | wc -l | tr -d ' '
echo '# many'
i=0; while [ $i -lt 5000 ]; do echo '{"prompt":"'$i'","completion":"0123456789012345678901234567890123456789"}'; i=$((i + 1)); done >big
sftconv big -t bedrock --array | sftconv -t bedrock | cmp - big && echo same
echo '# stopped: what came before, and no end'
{ r 1; echo oops; } | sftconv --array -t bedrock -q 2>/dev/null; echo "status $?"

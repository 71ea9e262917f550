# Pipes with names, devices, and readers that leave.
echo '{"prompt":"1","completion":"c"}' >in
mkfifo p
cat p & sftconv in -t bedrock -o p; wait; [ -p p ] && echo 'still a pipe'
sftconv in -t bedrock -o /dev/null; echo "status $?"
sftconv in -t bedrock -o /dev/stdout | cat
i=0; while [ $i -lt 1000 ]; do echo '{"prompt":"0123456789012345678901234567890123456789","completion":"c"}'; i=$((i + 1)); done >part
while [ $i -lt 1050 ]; do cat part; i=$((i + 1)); done >big # more than a pipe holds
{ sftconv big -t alpaca; echo "$?" >status; } | head -n 1; cat status
{ (trap '' PIPE; sftconv big -t alpaca); echo "$?" >status; } | head -n 1; cat status
{ sleep 0.1; sftconv --help; echo "$?" >status; } | true; cat status

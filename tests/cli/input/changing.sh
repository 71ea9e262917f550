# A file that grows while it is read is not to be trusted.
line='{"prompt":"012345678901234567890123456789012345678901234567890123456789","completion":"c"}'
i=0; while [ $i -lt 1000 ]; do echo "$line"; i=$((i + 1)); done >part
while [ $i -lt 1060 ]; do cat part; i=$((i + 1)); done >big # more than is read ahead
mkfifo p
{ sftconv big -t bedrock -j 2; echo "status $?" >&2; } >p 2>err &
exec 3<p
read -r first <&3
echo "$line" >>big
cat <&3 >/dev/null
wait
cat err

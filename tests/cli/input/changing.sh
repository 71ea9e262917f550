# A file that grows while it is read is not to be trusted.
line='{"prompt":"012345678901234567890123456789012345678901234567890123456789","completion":"c"}'
i=0; while [ $i -lt 1000 ]; do echo "$line"; i=$((i + 1)); done >part
for i in 1 2 3 4 5 6 7 8 9 10; do cat part; done >big
mkfifo p
{ sftconv big -t bedrock; echo "status $?" >&2; } >p 2>err &
exec 3<p
read -r first <&3
echo "$line" >>big
cat <&3 >/dev/null
wait
cat err

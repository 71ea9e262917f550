# The first bad record ends the run: what is before it on standard output, no
# file, and the record itself among the rejects.
for i in 1 2 3; do echo '{"prompt":"'$i'","completion":"c"}'; done >in
echo '{"prompt":"4"}' >>in
echo '{"prompt":"5"}' >>in
echo old >out
sftconv in -t bedrock; echo "status $?"
sftconv in -t bedrock -o out --rejects bad --report report; echo "status $?"
cat out bad
sftconv in -t bedrock -o none; echo "status $?"
sftconv in -t bedrock --on-error stop --max-errors 5 -o none; echo "status $?"
grep '"records"\|"rejected"\|"exit"\|"written"' report
ls -A

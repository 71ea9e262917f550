# Files, standard input, and what cannot be read.
printf '{"prompt":"a","completion":"1"}' >a
printf '{"instruction":"b","input":"","output":"2"}\n' >b
echo '{"prompt":"c","completion":"3"}' >-c
echo '# several, of several formats'; sftconv a b a -t bedrock
echo '# with - in between'; sftconv a - b -t bedrock <./-c
echo '# standard input'; sftconv -t bedrock <a
echo '# -- ends options'; sftconv -t bedrock -- -c
echo '# a device'; sftconv /dev/null -t bedrock
mkfifo p; cat b >p &
echo '# a pipe with a name'; sftconv p -t bedrock; wait
mkdir d
echo '# a directory'; sftconv a d -t bedrock -o out 2>&1; echo "status $?"
echo '# no such file'; sftconv a nofile -t bedrock -o out 2>&1; echo "status $?"
echo '# none on standard output either'
sftconv a nofile -t bedrock 2>&1; echo "status $?"
echo '# closed'; sftconv -t bedrock <&- 2>&1; echo "status $?"
ls -A

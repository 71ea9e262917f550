# Of many errors the first ten are told; hints once each.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do echo '{"prompt":"q","completion":'$i'}'; done >in
sftconv in --from bedrock -t alpaca --on-error skip; echo "status $?"
sftconv in --from bedrock -t alpaca --on-error skip --errors json 2>&1 | grep -c '"severity":"error"'
echo '# with a report'
sftconv in --from bedrock -t alpaca --on-error skip --report report 2>&1 | grep -F ...
grep -c '"rejects_unlisted":	0' report
echo '# more than it lists'
LC_ALL=C awk 'BEGIN { while (n++ < 1013) print "{}" }' >in
sftconv in --from bedrock -t alpaca --on-error skip 2>&1 | grep -F ...
sftconv in --from bedrock -t alpaca --on-error skip --report report 2>&1 | grep -F ...
grep -c '"offset"' report; grep -c '"rejects_unlisted":	13' report

# The first record that a format bids on fixes the family of the file.
p='{"prompt":"p","completion":"1"}'
a='{"instruction":"a","input":"","output":"2"}'
l='{"instruction":"l","input":"","output":"3","system":"s","history":[]}'
s='{"conversations":[{"from":"human","value":"s"},{"from":"gpt","value":"4"}]}'
o='{"messages":[{"role":"user","content":"o"},{"role":"assistant","content":"5"}]}'
c='{"system":"s","messages":[{"role":"user","content":"c"},{"role":"assistant","content":"6"}]}'
x='{"nobody":"knows it"}'
try() {
    echo "# $1"; shift
    printf '%s\n' "$@" >in
    sftconv in --on-error skip -q -t bedrock 2>&1; echo "status $?"
}
try 'optional columns' "$a" "$l" "$a"
try 'optional columns first' "$l" "$a"
try 'optional system' "$o" "$c" "$o"
try 'another family' "$a" "$s" "$p" "$o" "$a"
try 'unknown first' "$x" "$s" "$x" "$s"
echo '# mixed'
printf '%s\n' "$p" "$a" "$l" "$s" "$o" "$c" "$x" >in
sftconv in --on-error skip --from mixed -t bedrock 2>&1; echo "status $?"
echo '# told'
printf '%s\n' "$s" >in
sftconv in --from alpaca -t bedrock 2>&1; echo "status $?"
echo '# told rightly'
sftconv in --from sharegpt -t bedrock
echo '# all unknown'
printf '%s\n' "$x" >in
sftconv in --on-error skip -t bedrock 2>&1; echo "status $?"
echo '# two families on the first line'
printf '%s%s\n' "$p" "$a" >in
sftconv in --on-error skip -q -t bedrock 2>&1; echo "status $?"

# What is broken is one rejected record; reading goes on after it.
try() {
    echo "# $1"
    sftconv in -q -t bedrock --on-error skip --rejects bad 2>&1
    echo "status $?"
    [ -s bad ] && sed 's/^/| /' bad
}
cat >in <<'E'
{"prompt":"1"
{"prompt":"2","completion":"c"}
E
try 'the first line ends too early'
cat >in <<'E'
{"prompt":"1","completion":"c"}
{"prompt":
  "2",
{"prompt":"3","completion":"c"}
E
try 'a record over lines ends too early'
printf '{"prompt":"1","completion":"c"}\n{"prompt":"2","compl' >in
try 'the file ends inside a record'
printf '{"prompt":"1","completion":"c"}\n{"prompt":"2",\n"compl"\n\n' >in
try 'the file ends inside a record, after blank lines'
cat >in <<'E'
hello
{"prompt":"1","completion":"c"}
E
try 'words'
cat >in <<'E'
{"prompt":"1","completion":"c"} trailing
{"prompt":"2","completion":"c"}
E
try 'words after a record'
cat >in <<'E'
{"prompt":"1","completion":"c"}{"prompt":"2"}
{"prompt":"3","completion":"c"}
E
try 'one of two on a line'
cat >in <<'E'
{"prompt":"1","completion":"c",}
{'prompt':"2","completion":"c"}
{"prompt":"3","completion":NaN}
{"prompt":"4","completion":"c" // no
}
{"prompt":"5","completion":"c"}}
{"prompt":"6","completion":"c"}
E
try 'almost JSON'
for word in None True False NaN Infinity -Infinity Nonsense Terrible N Is; do
    printf '{"prompt":"1","completion":%s}\n' $word
done >in
sftconv in -q -t bedrock --on-error skip --errors json 2>&1 |
    sed 's/.*"column":\([0-9]*\).*"message":"\([^"]*\)".*/\1 \2/'
echo '# commas between lines'
printf '{"prompt":"1","completion":"c"},\n{"prompt":"2","completion":"c"}\n' >in
sftconv in -q -t bedrock 2>&1; sed 's/,$//' in | sftconv -t bedrock
printf '{"prompt":"1","completion":"c"} , {"prompt":"2","completion":"c"}\n,\n{"prompt":"3","completion":,}' >in
sftconv in -q -t bedrock --on-error skip 2>&1; echo "status $?"

# FILE:LINE:COL, wherever a record stands.
ok='{"prompt":"1","completion":"c"}'
try() { sftconv in -q -t bedrock --on-error skip 2>&1 | grep -v '^{'; }
echo '# lines'
printf '%s\n\n%s\n%s\n' "$ok" '{"prompt":"é","completion":7}' '  {"prompt":"1"}' >in; try
echo '# over lines, and CRLF'
printf '%s\r\n{\r\n "prompt": "1",\r\n "completion": {}\r\n}\r\n%s\r\n{"prompt":\r\n' "$ok" "$ok" >in; try
echo '# several on a line'
printf '%s %s{"prompt":"2","completion":null}\n' "$ok" "$ok" >in; try
echo '# in an array'
printf '[%s,\n\n {"prompt":"2",\n  "completion":false}, {"completion":true,"prompt":"3"}]' "$ok" >in; try
echo '# after a byte order mark'
printf '\357\273\277{"prompt":1,"completion":"c"}\n{"prompt":2,"completion":"c"}\n' >in
sftconv in -q --from bedrock -t bedrock --on-error skip 2>&1
echo '# nested'
printf '{"messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"text","te~x/t":1}]}]}\n' >in; try
echo '# standard input'
echo '{"prompt":"1"}' | sftconv -q --from bedrock -t alpaca 2>&1
echo '# as it was typed'
mkdir d; printf '{"prompt":"1"}' >d/in
sftconv ./d//in -q --from bedrock -t alpaca 2>&1
echo '# with -v, the place'
printf '%s\n{"prompt":"日本","completion":7}\n' "$ok" >in
sftconv in -v -t alpaca 2>&1 >/dev/null
true

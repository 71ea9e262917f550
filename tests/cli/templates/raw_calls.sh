# Calls and reasoning in spellings that no reader takes apart count, too.
cat >in <<'END'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","tool_calls":[{"id":"1","index":0,"type":"function","function":{"name":"look_up","arguments":"{\"x\": \"vv\"}"}}]}]}
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","thinking":"deep thought"}]}
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","thinking":["not","text"]}]}
END
sftconv in --to chatml --on-error skip -q

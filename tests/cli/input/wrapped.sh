# Requests of batches and logs of invocations are read for what they hold.
cat >batch <<'X'
{"custom_id":"r-1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1}]}}
{"custom_id":"r-2","method":"POST","url":"/v1/chat/completions","body":{"messages":[],"url":"inner"}}
X
sftconv batch -t openai -v 2>&1 | grep -v bytes
echo
sftconv batch -t sharegpt --keep all
echo
sftconv batch -t openai --keep custom_id,url -q

cat >log <<'X'
{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","requestId":"1","input":{"inputContentType":"application/json","inputBodyJson":{"anthropic_version":"v","system":"s","messages":[{"role":"user","content":"q"}]}},"output":{"outputBodyJson":{"id":"m1","type":"message","role":"assistant","content":[{"type":"text","text":"an"},{"type":"text","text":"swer"}],"stop_reason":"end_turn"}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]}]}},"output":{"outputBodyJson":{"output":{"message":{"role":"assistant","content":[{"text":"converse"}]}},"usage":{"n":1}}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[]}},"output":{"outputBodyJson":{"choices":[{"index":0,"message":{"role":"assistant","content":"chat"}}]}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[{"role":"user","content":"no answer"}]}}}
X
echo
sftconv log -t openai 2>&1
echo
sftconv log -t openai --limit 1 --keep all -q

# Errors are where they are in the record as it came.
cat >wrong <<'X'
{"custom_id":"1","body":{"messages":[{"role":"poet","content":"q"}]}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[{"role":"user","content":1}]}},"output":{"outputBodyJson":{"content":[]}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[{"role":"user","content":"q"}]}},"output":{"outputBodyJson":{"content":[{"type":"text","text":2}]}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[{"role":"user","content":"q"}],"system":3}},"output":{"outputBodyJson":{"content":[]}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[]}},"output":{"outputBodyJson":[{"chunk":1}]}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"messages":[]}},"output":{"outputBodyJson":{"choices":[{"message":{}},{"message":{}}]}}}
{"schemaType":"ModelInvocationLog","input":{"inputBodyS3Path":"s3://x"}}
{"custom_id":"no body","messages":[{"role":"user","content":"fine"}]}
X
echo
sftconv wrong -f openai -t openai --on-error skip 2>&1
sftconv wrong 2>&1 | head -n 1

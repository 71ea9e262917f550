# What a template leaves out stops the run, or is counted.
cat >system.jsonl <<'E'
{"messages":[{"role":"system","content":"Be terse."},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
E
cat >thoughts.jsonl <<'E'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","reasoning_content":"First thought."},{"role":"user","content":"r"},{"role":"assistant","content":"b","reasoning_content":"Second thought."}]}
E
cat >call.jsonl <<'E'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"get_time","arguments":"{\"zone\":\"Mars/Olympus\"}"}}]},{"role":"tool","tool_call_id":"c","content":"noon"},{"role":"assistant","content":"a"}]}
E
try() { echo "# $*"; echo "# $*" >&2; sftconv "$@"; echo "status $?"; }
try system.jsonl --to mistral-v3 -v
try system.jsonl --to mistral-v3 --drop template
try system.jsonl --to mistral-v3 --on-error skip
try system.jsonl --to mistral-v3 --system drop
try thoughts.jsonl --to qwen3
try thoughts.jsonl --to qwen3 --drop template
try thoughts.jsonl --to qwen3 --drop reasoning
try call.jsonl --to llama3
try call.jsonl --to llama3 --drop tools
sed -n 1p "$EXAMPLES/tools.jsonl" >definition.jsonl
try definition.jsonl --to chatml
echo '{%- for m in messages %}{{ m.content }}{% for c in m.tool_calls %}{{ c.function.name }}{% endfor %}{% endfor %}' >names.jinja
try call.jsonl --template names.jinja
try system.jsonl --to openai --drop template
echo '# what is trimmed, escaped or told in another order is there'
cat >there.jsonl <<'E'
{"messages":[{"role":"user","content":"  q \n"},{"role":"assistant","content":"\"a\"\n\tü"}]}
E
echo '{%- for m in messages | reverse %}{{ m.content | trim | tojson }}{% endfor %}' >json.jinja
try there.jsonl --template json.jinja
try there.jsonl --to llama3

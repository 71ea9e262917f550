# A record of another kind is told, and nothing of it is lost; in a file that
# was plain so far, the blocks of another API are written anew.
try() {
    echo "# $1"
    shift
    sftconv "$@" 2>&1
    echo "status $?"
}
chat='{"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"}]}'
printf '%s\n' '{"prompt":[{"role":"user","content":"u"}],"completion":[{"role":"assistant","content":"a"}]}' \
    '{"instruction":"u2","input":"","output":"a2"}' >trl.jsonl
try 'rows after prompts' trl.jsonl --to openai
printf '%s\n' "$chat" '{"prompt":"p","chosen":"c","rejected":"r"}' >dpo.jsonl
try 'pairs after messages' dpo.jsonl --to openai
printf '%s\n' "$chat" '{"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{"x": 1.0}}]}]}' >blocks.jsonl
try 'blocks after plain messages' blocks.jsonl --to openai
echo '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"b","content":"of b"},{"role":"tool","tool_call_id":"a","content":"of a"},{"role":"assistant","content":"x"}]}' >two.jsonl
try 'answers in another order than the calls' two.jsonl --to sharegpt
sed 's/,{"role":"tool","tool_call_id":"a","content":"of a"}//' two.jsonl >one.jsonl
try 'an answer to the second call alone' one.jsonl --to sharegpt
echo '{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":[{"type":"foo","x":1},{"type":"text","text":"a"}]},"rejected":{"from":"gpt","value":"b"}}' >ending.jsonl
try 'a block that nobody knows, in an ending' ending.jsonl --to sharegpt --system-prompt S
echo '{"prompt":[{"role":"user","content":"q"}],"chosen":[{"role":"assistant","content":"x"}],"rejected":[{"role":"assistant","content":"y"}],"tools":[{"type":"custom2"},{"type":"function","function":{"name":"f"}}]}' >both.jsonl
try 'both endings, each with its own tools' both.jsonl --to openai --preference both --drop opaque
echo '{"k1":1,"k2":2,"k3":3,"k4":4,"conversation_a":[{"role":"user","content":"q"},{"role":"assistant","content":"A"}],"conversation_b":[{"role":"user","content":"q"},{"role":"assistant","content":"B"}],"winner":"model_a"}' >arena.jsonl
try 'an arena with other members' arena.jsonl --to preference
echo '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"<think>r</think>b"}]}' >think.jsonl
try 'reasoning in the text, to be dropped' think.jsonl --to openai --reasoning drop

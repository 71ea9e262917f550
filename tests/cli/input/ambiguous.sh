# Records that could be of several formats: which one it is, and what of it.
tell() {
    echo "# $1"
    printf '%s\n' "$2" >record.jsonl
    sftconv record.jsonl 2>&1 | sed -n 's/.*no target given: record.jsonl is /is /p'
    sftconv record.jsonl --to model 2>&1
}
tell 'messages of user and assistant, no system' \
    '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}'
tell 'prompt and completion' '{"prompt":"q","completion":"a"}'
tell 'instruction, output and the rendered text' \
    '{"instruction":"q","input":"","output":"a","text":"### q ### a"}'
tell 'input and output without an instruction' '{"input":"q","output":"a"}'
tell 'input is a list of messages, output a text' \
    '{"input":[{"role":"user","content":"q"}],"output":"a"}'
tell 'conversations with role and content' \
    '{"conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}'
tell 'messages with from and value' \
    '{"messages":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}'
tell 'a prompt that is a transcript' \
    '{"prompt":"\n\nHuman: q\n\nAssistant:","completion":" a"}'
tell 'chosen repeats the prompt' \
    '{"prompt":"q","chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}'
tell 'a label that is a number' \
    '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"label":1}'
tell 'a label that is true' \
    '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"label":true}'
for system in '"s"' '[{"type":"text","text":"s"}]' '[{"text":"s"}]'; do
    tell "system is $system" \
        "{\"system\":$system,\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}"
done
tell 'messages, and answers to choose from' \
    '{"messages":[{"role":"user","content":"q"}],"chosen":{"role":"assistant","content":"a"},"rejected":{"role":"assistant","content":"b"}}'
echo '# members vary from row to row'
printf '%s\n' '{"query":"q1","response":"a1"}' \
    '{"system":"s","query":"q2","response":"a2","history":[["q","a"]]}' >rows.jsonl
sftconv rows.jsonl --to openai
echo '# formats vary from row to row'
printf '%s\n' '{"prompt":"q","completion":"a"}' \
    '{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}' >mixed.jsonl
sftconv mixed.jsonl --to openai 2>&1; echo "status $?"
sftconv mixed.jsonl --from mixed --to openai 2>&1
echo '# tokens'
echo '{"input_ids":[1,2],"attention_mask":[1,1],"labels":[1,2]}' | sftconv --to openai 2>&1

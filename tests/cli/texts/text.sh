# Text that is no conversation, and conversations that are to become text.
echo '{"prompt":"q","completion":"a"}' >chat
echo '{"text":"It rained."}' >text
# a conversation is no text without a template
sftconv chat --to text; echo "status $?"
sftconv chat --to text --template chatml
sftconv chat --template chatml
sftconv chat --to text --template chatml --text-field t
# a text is no conversation
for to in openai sharegpt alpaca bedrock claude llama3; do
    sftconv text --to $to -q; echo "status $?"
done
sftconv text --to text --keep text; echo "status $?"
# what is asked of conversations
sftconv text --to text --system-prompt x; echo "status $?"
sftconv text --to text --multi-turn last; echo "status $?"
sftconv text --to model --system-prompt x --consecutive merge --leading user=x
# instruction and output say what a record is, whatever else is there
echo '{"instruction":"q","output":"a","text":"q: a"}' | sftconv --to openai
echo '{"messages":[{"role":"user","content":"q"}],"text":"q: a"}' |
    sftconv --to openai
# one message a record is no text
echo '{"role":"user","content":"q"}' | sftconv --to text; echo "status $?"
# neither is a later record of another kind
{ cat text chat; } | sftconv --to text; echo "status $?"
{ cat chat text; } | sftconv --to openai; echo "status $?"
{ cat chat text; } | sftconv --to model --from mixed

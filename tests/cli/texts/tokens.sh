# Token numbers are no text, whatever --from says.
cat >tokens <<'R'
{"input_ids":[1,2,3],"attention_mask":[1,1,1],"labels":[-100,2,3]}
R
for from in openai text segments bedrock mixed; do
    sftconv tokens --from $from --to openai -q; echo "status $?"
done
sftconv tokens --to text
# beside what can be read they are a member like others
echo '{"prompt":"q","completion":"a","input_ids":[1]}' | sftconv --to openai
echo '{"text":"x","input_ids":[1]}' | sftconv --to text --keep none

# A row leaves as soon as nothing more is there to read.
mkfifo p
{ echo '{"prompt":"1","completion":"c"}'; exec sleep 600; } >p & sleeper=$!
sftconv -t bedrock <p | { read -r line; echo "$line"; kill $sleeper; cat >/dev/null; }

# --errors json: an object a line, all of them, and JSON at that.
printf '{"prompt":"é"}\n{"prompt":"1","completion":"c","id":1}\n{"prompt":"\\ud800","completion":"c"}\n' >in
sftconv in --from bedrock -t alpaca --on-error skip --errors json; echo "status $?"
sftconv --errors=json --to nothing; echo "status $?"
sftconv --errors json -t alpaca nofile; echo "status $?"
sftconv --errors json -q --from bedrock -t alpaca in >/dev/null; echo "status $?"

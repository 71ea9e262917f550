# Mappings that make no sense are status 2, before anything is read.
echo '{"question":"1","answer":"2"}' >in
try() { echo "# $*" >&2; sftconv "$@" in -t openai -o out; [ $? -eq 2 ] || echo "not 2: $*"; }
try --map usr=question,assistant=answer
try --map User=question
try --map frage=question
try --map ''
try --map user
try --map user=
try --map user=question,
try --map user=a..b
try --map user=.a
try --map user=a.
try --map user=a,user=b
try --map user=a --map user=b
try --map user=question
try --map assistant=answer
try --map system=question
try --map user=question,chosen=answer
try --map user=question,rejected=answer
try --map chosen=question,rejected=answer
try --map messages=question,user=answer
try --map messages=question,assistant=answer
try --map messages=question,input=answer
try --map messages=question,history=answer
try --map user=question,assistant=answer,chosen=a,rejected=b
try --map user=question,assistant=answer,role=who
try --map messages=question,role=a,role=b
try --map messages=question,content=
try --map user=question,assistant=answer --from alpaca
try --map user=question,assistant=answer --from mixed
try --map "user=$(printf '\377'),assistant=answer"
try --from mapped
deep=$(printf '%0100d' 0 | sed 's/0/.a/g')
sftconv in --map "user=a$deep,assistant=answer" -t openai; [ $? -eq 2 ] || echo 'not 2'
sftconv in --map "user=question$deep,assistant=answer" -t openai; [ $? -eq 2 ] || echo 'not 2'
sftconv in --to mapped 2>err; [ $? -eq 2 ] || echo 'not 2'
head -n 1 err >&2
sftconv in --map user=question,assistant=answer 2>err; [ $? -eq 2 ] || echo 'not 2'
head -n 1 err >&2; rm err
ls -A
# These do.
sftconv in -f mapped --map user=question --map assistant=answer -t bedrock
sftconv in --map user=question,assistant=answer -t bedrock --report report -q && grep '"from"' report

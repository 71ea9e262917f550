# The summary comes when there is something to say, or with -v; never with -q.
plain='{"prompt":"1","completion":"c"}'
extra='{"prompt":"1","completion":"c","id":1,"source":"x"}'
echo "$plain" >plain; echo "$extra" >extra
sum() { echo "# $*"; sftconv "$@" 2>&1 >/dev/null; }
sum plain -t alpaca
sum plain -t alpaca -v
sum plain -t alpaca -v -f bedrock
sum plain plain -t alpaca -vq
sum extra -t alpaca
sum extra -t alpaca -q
sum extra -t alpaca --keep none
sum extra -t alpaca --keep id
sum extra -t alpaca --keep all
sum extra -t bedrock
sum extra -t bedrock --keep none
sum extra -t alpaca --system-prompt S --errors json
echo '# many names'
echo '{"prompt":"1","completion":"c","a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k l":1}' |
    sftconv -t alpaca 2>&1 >/dev/null
echo '# no name to type'
echo '{"prompt":"1","completion":"c","a b":1,"":2,"日本":3}' | sftconv -t alpaca 2>&1 >/dev/null
echo '# no record at all, for a file'
: >empty; printf '\n\n' >blank
sum empty -t alpaca
sum empty -t alpaca -o out
sum blank -t alpaca -o out
sum empty -t alpaca -o out -q
sum empty -t alpaca -o -
sum empty -t alpaca -o out --shard 0/2
echo '# names of --keep that no record has, a blank before one of them'
{ cat plain extra plain; echo '{"prompt":"1","completion":"c","s\u006fme":1}'; } >some
for jobs in 1 4; do sum some -t alpaca --keep 'id, source,some,idd,ü' -j $jobs; done
sum some -t alpaca --keep idd -q
sum some -t alpaca --keep id,source
sum empty -t alpaca --keep idd -o out
sftconv some -t alpaca --keep idd --report report 2>/dev/null >&2; grep -A 4 absent report
echo '{"messages":[{"role":"user","content":"q","id":1}]}' >messages
sum messages -t openai --keep id
{ cat plain; echo bad; } >bad; sum bad -t alpaca --keep idd
echo '# a name that promises what is not written'
sum plain -t alpaca -o out.parquet
sum extra -t alpaca -o d.CSV
sum plain -t alpaca -o out.lz4 -q
sum plain -t alpaca -o out.lz4 --errors json
sum plain -t alpaca -o csv
sum bad -t alpaca -o bad.csv
echo '# standard output is data only'
sftconv extra -t alpaca -v 2>/dev/null >a; sftconv extra -t alpaca -q 2>/dev/null >b
cmp a b && cat a

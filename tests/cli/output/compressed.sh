# A file that is called like a compressed one is compressed, all or nothing.
for tool in gzip zstd xz bzip2; do
    command -v $tool >/dev/null || exit 77
done
i=0; while [ $i -lt 3000 ]; do echo '{"prompt":"'$i-$((i * 7919 % 10007))'","completion":"c"}'; i=$((i + 1)); done >in
same() { cmp - "$2" >/dev/null && echo "same: $1" || echo "DIFFERS: $1"; }
for each in gzip:gz zstd:zst xz:xz bzip2:bz2; do
    tool=${each%:*} out=out.jsonl.${each#*:}
    sftconv in -t bedrock -q -o $out; echo "status $?"
    $tool -dc $out | same "$tool -dc" in
    sftconv $out -t bedrock -q | same "sftconv" in
    { echo '{"prompt":7}'; cat in; } | sftconv -t bedrock -q --on-error skip \
        --rejects bad.${each#*:} --report report.${each#*:} >rest 2>/dev/null
    echo "status $?"
    same rest in <rest
    $tool -dc <bad.${each#*:}
    $tool -dc <report.${each#*:} | grep -o '"rejected":[^,]*' | head -n 1
    rm $out bad.* report.*
done
echo '# names'
sftconv in --limit 1 -t bedrock -o .gz; cat .gz
sftconv in --limit 1 -t bedrock -o out.gz.jsonl; cat out.gz.jsonl
sftconv in --limit 1 -t bedrock >out.gz; cat out.gz
ln -s target link.gz
sftconv in --limit 1 -t bedrock -o link.gz; gzip -dc <target; [ -L link.gz ] && echo 'still a link'
mkfifo p.gz
gzip -dc <p.gz & sftconv in --limit 1 -t bedrock -o p.gz; wait
echo '# nothing in: nothing, compressed'
sftconv -t bedrock -o empty.gz </dev/null; gzip -dc empty.gz | wc -c | tr -d ' '
echo '# the same bytes each time'
sftconv in -t bedrock -o a.gz -q; sleep 1.1; sftconv in -t bedrock -o b.gz -q; cmp a.gz b.gz
echo '# mode, and the old file'
echo old >old.gz; chmod 640 old.gz
echo '{"prompt":7}' | cat in - | sftconv -t bedrock -q -o old.gz 2>/dev/null; echo "status $?"
cat old.gz
sftconv in -t bedrock -q -o old.gz; stat -c '%a' old.gz; gzip -dc old.gz | same old.gz in
sftconv a.gz -t bedrock -o a.gz; echo "status $?"
ls -A

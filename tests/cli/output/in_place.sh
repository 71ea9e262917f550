# --in-place: every file becomes what was made of it, or all stay as they were.
r='{"prompt":"1","completion":"c"}'
echo "$r" >a; echo "$r" >b; echo '{"prompt":7}' >bad
try() { echo "# $*"; sftconv "$@" -q; echo "status $?"; }
try -i a --to openai
cat a
try --in-place a b bad --to sharegpt
cat a b bad
try -i a bad b --to sharegpt --on-error skip --rejects rejected --report report
cat a bad b rejected
echo '# each is an array'
echo "$r" >a; echo "$r" >b; : >empty
try -i a empty b --to openai --array
cat a empty b
echo '# compressed, it stays so'
echo "$r" | gzip -c >c.gz
try -i c.gz --to openai
gzip -dc <c.gz
echo "$r" | gzip -c >packed; echo "$r" >plain.gz
try -i packed plain.gz --to openai
gzip -dc <packed; cat plain.gz
echo '# many: more than there are descriptors'
i=0; while [ $i -lt 100 ]; do echo "$r" >f$i; i=$((i + 1)); done
(ulimit -n 20; sftconv -i f* --to openai -q); echo "status $?"
cat f* | sort | uniq -c
rm f*
echo '# what makes no sense'
echo "$r" >a
try -i a --to openai -o -
try -i a --to openai --no-clobber
try -i a --to openai --limit 1
try -i a --to openai --shard 0/2
try -i a --to openai --on-error skip
try -i a --to openai --max-errors 5
try -i a --to openai --rejects a
try -i a ./a --to openai
try -i - --to openai <a
try -i --to openai <a
cat a; ls -A

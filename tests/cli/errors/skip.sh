# Bad records are left out, kept byte for byte, and can be read again.
{
    printf '{"prompt":"1","completion":"c"}\r\n'
    printf '{"prompt": "2"}\r\n'
    printf ' { "prompt":7,\t"completion":"\\u00e9" } \n'
    printf '{"prompt":\n  "3",\n  "completion":[]\n}\n'
    printf '{"prompt":"4","completion":"c"}'
} >in
sftconv in -t bedrock --on-error skip --rejects bad -o out; echo "status $?"
cat out
od -An -c bad
echo '# an array'
printf '[ {"prompt":"1","completion":"c"} , {"prompt": "2"} ,\n{"prompt":"3",\n"completion":1}]' >in2
sftconv in2 -t bedrock --on-error skip --rejects bad2 -q; echo "status $?"
cat bad2
echo '# again'
sed 's/:7/:"7"/; s/"2"/"2","completion":"new"/; s/\[\]/"new"/' bad >bad.mended
sftconv bad.mended -t bedrock
sftconv bad bad2 --from bedrock -t bedrock -q --on-error skip 2>/dev/null --rejects bad3
cat bad bad2 | cmp - bad3
echo '# nothing to reject: an empty file, so that old rejects do not stay'
sftconv bad.mended -t bedrock --rejects bad -q >/dev/null; wc -c <bad | tr -d ' '

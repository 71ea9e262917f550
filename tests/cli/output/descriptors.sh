# What names an open descriptor is written to, not replaced: HEAD and TAIL stay.
echo '{"prompt":"p","completion":"c"}' >in
printf '{"prompt":"p","completion":"c"}\n{"prompt":1}\n' >bad
ln -s /dev/stdout link
for name in /dev/stdout /dev/fd/1 /proc/self/fd/1 link; do
    (echo HEAD; sftconv in -t bedrock -q -o $name; echo TAIL) >log
    cat log
    (echo MORE; sftconv in -t bedrock -q -o $name) >>log
    wc -l <log | tr -d ' '
done
echo '# a report beside what is said'
(echo HEAD >&2; sftconv in -t bedrock -o out --report /dev/stderr; echo TAIL >&2) 2>log
sed -n '1p;/"converted"/p;$p' log
(sftconv in -t bedrock -q -o out --report /dev/fd/7; echo TAIL >&7) 7>log
sed -n '1p;$p' log
sftconv bad -t bedrock -q -o out --on-error skip --rejects /dev/stdout 2>err; echo "status $?"
echo '# it is there, and none is lost'
sftconv in -t bedrock -q --no-clobber -o /dev/stdout >log; cat log
sftconv in -t bedrock -q --dry-run -o /dev/stdout >log; echo "status $?"; cat log
echo '# but it must be open, and rows go alone'
for dry in '' --dry-run; do
    sftconv in -t bedrock -q $dry -o /dev/fd/8 2>&1; echo "status $?"
done
sftconv in -t bedrock -q --report /dev/stdout 2>&1 >log; echo "status $?"
{ sftconv in -t bedrock -q --report /dev/stdout 2>err; echo "status $?"; } | cat
cat err
{ sftconv bad -t bedrock -q -o out --report /dev/stdout --rejects /dev/fd/1 2>err; echo "status $?"; } | cat
cat err
sftconv in -t bedrock -q --report /dev/stdout >/dev/null; echo "status $?"
echo '# nothing in place of a descriptor'
sftconv -i /dev/stdin -t openai <in 2>&1; echo "status $?"
sftconv -i /dev/fd/7 -t openai 7<>in 2>&1; echo "status $?"
cat in

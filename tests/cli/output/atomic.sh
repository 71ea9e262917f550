# -o writes all or nothing: the old file, or the new one, and nothing else.
good='{"prompt":"new","completion":"c"}'
echo old >out; chmod 640 out
stamp=$(stat -c '%i %Y' out)
{ echo "$good"; echo '{"prompt":7}'; } >bad
sftconv bad -t bedrock -o out -q 2>/dev/null; echo "status $?"
cat out; [ "$stamp" = "$(stat -c '%i %Y' out)" ] || echo 'it was touched'
sftconv nofile -t bedrock -o out -q 2>/dev/null; echo "status $?"
cat out
echo "$good" >in
sftconv in -t bedrock -o out; echo "status $?"
cat out; stat -c '%a' out
echo '# a new one gets the mode that any program would give it'
(umask 027; sftconv in -t bedrock -o new); stat -c '%a' new
echo '# a link stays a link'
mkdir d; echo old >d/target; ln -s d/target link
sftconv in -t bedrock -o link; [ -L link ] && cat d/target
ln -s d/missing dangling
sftconv in -t bedrock -o dangling; [ -L dangling ] && cat d/missing
echo '# with rejects: committed'
sftconv bad -t bedrock -o out --on-error skip -q 2>/dev/null; echo "status $?"
cat out
echo '# nothing in: an empty file'
sftconv -t bedrock -o out </dev/null; wc -c <out | tr -d ' '
echo '# - is standard output'
sftconv in -t bedrock -o -
ls -A . d

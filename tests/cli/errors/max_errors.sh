# --max-errors N stops at the next one, P% is judged at the end.
good() { echo '{"prompt":"g","completion":"c"}'; }
bad() { echo '{"prompt":"b"}'; }
{ good; bad; good; bad; good; bad; good; } >in
for n in 0 1 2 3 4 42% 43% 0% 100%; do
    echo "# $n"
    sftconv in -t bedrock --max-errors $n -o out 2>err; echo "status $?"
    grep sftconv: err
    [ -e out ] && wc -l <out | tr -d ' ' && rm out
done
echo '# standard output keeps what came before'
sftconv in -t bedrock --max-errors 1 -q 2>/dev/null; echo "status $?"
echo '# all of it where the end judges, but no file'
sftconv in -t bedrock --max-errors 10% -q 2>/dev/null | wc -l | tr -d ' '
sftconv in -t bedrock --max-errors 10% -q -o out 2>/dev/null; ls out 2>/dev/null
echo '# what was rejected is kept, whoever judges'
for n in 1 10%; do
    sftconv in -t bedrock --max-errors $n -q -o out --rejects bad 2>/dev/null
    wc -l <bad | tr -d ' '; rm bad
done
for n in -1 x 1.5 101% % 5%% ''; do
    sftconv in -t bedrock --max-errors "$n" 2>&1; echo "status $?"
done
echo '# why there is a status of 1 is said with -q, too'
for n in 1 10% 100%; do sftconv in -t bedrock --max-errors $n -q -o out 2>&1 | tail -n 1; done
sftconv in -t bedrock --max-errors 1 -q --errors json -o out 2>&1 | tail -n 1
sftconv in -t bedrock -q -o out 2>&1
echo "status $?"

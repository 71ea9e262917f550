# A mark at the start of each file is passed over; anywhere else it is no JSON.
. "$ROOT/tests/faults/lib"
mark='\357\273\277'
record='{"prompt":"1","completion":"c"}'
for file in a b; do printf "$mark%s\n" "$record" >$file; done
printf '%s\n%s\n' "$record" "$record" >data
"$SFTCONV" data --to openai -q >whole
expect 0 "$SFTCONV" a b --to openai -q
same out whole
for jobs in 1 2; do
    expect 0 "$SFTCONV" a data b --to openai -v -j $jobs --report report
    grep -q '"byte_order_marks":.*	2,$' report || { trouble 'not counted:'; cat report; }
    grep -q ' bytes of bedrock (detected), past 2 byte order marks$' err ||
        { trouble 'not told:'; cat err; }
done
expect 0 "$SFTCONV" data --to openai --report report -v
grep -q '"byte_order_marks":.*	0,$' report || { trouble 'counted:'; cat report; }
grep -q 'byte order' err && trouble 'told without one'
rejected E_SYNTAX "$mark$mark$record\n" --to openai
printf "%s\n$mark%s\n" "$record" "$record" >in
expect 3 "$SFTCONV" in --to openai --on-error skip -q
one_error '^in:2:1: .*E_SYNTAX'
grep -q '^hint: .*sftconv A B' err || trouble 'no hint'
for jobs in 1 2; do
    cat a b | expect 3 "$SFTCONV" --to openai --on-error skip -q -j $jobs
    one_error '^<stdin>:2:1: error: a byte order mark that begins no file'
done

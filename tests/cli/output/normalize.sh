# --normalize: texts, not keys; what is normal stays as it was written; the
# records that changed are counted.
{
    echo '{"instruction":"cafe\u0301","input":"","output":"A\u030angstro\u0308m \u00E9","e\u0301":["e\u0301",{"u\u0308":"1\u20442 \ufb01"}]}'
    echo '{"instruction":"\u00E9 fine \/","input":"","output":"\u0041","e\u0301" : 1.50}'
    echo '{"instruction":"ＡＢＣ ﬁ ½","input":"","output":"한글 ﾊﾟ"}'
} >in
for form in nfc nfkc; do
    echo "# $form"
    sftconv in -t alpaca --normalize $form 2>&1
    sftconv in -t openai --normalize $form --keep all 2>&1
done
echo '# each record once, however many rows'
echo '{"messages":[{"role":"user","content":"e\u0301"},{"role":"assistant","content":"2"},{"role":"user","content":"3"},{"role":"assistant","content":"4"}]}' >turns
sftconv turns -t alpaca --normalize nfc 2>&1
echo '# across what is joined'
echo '{"messages":[{"role":"user","content":[{"type":"text","text":"e"},{"type":"text","text":"\u0301"}]},{"role":"assistant","content":"2"}]}' |
    sftconv -t alpaca --normalize nfc -q
echo '# what options add'
sftconv in --limit 1 -t openai --system-prompt "$(printf 'e\314\201')" --normalize nfc -q
echo '# in the report'
sftconv in -t alpaca --normalize nfkc --report report -q >out
grep -A 4 ledger report; sftconv out -t alpaca --normalize nfkc | cmp - out
echo '# full-width quotes get escapes'
echo '{"prompt":"＂x＂＼","completion":"1"}' | sftconv -t bedrock --normalize nfkc -q
echo '# rendered: what the record says, not what the template does'
printf '{%% for m in messages %%}<\357\275\234{{ m.role }}\357\275\234>e\314\201 {{ m.content }}{%% endfor %%}' >t.jinja
for shape in '' --split-prompt '--to segments' --raw; do
    # shellcheck disable=SC2086
    sftconv in --template t.jinja $shape --normalize nfkc --keep none 2>&1
done
echo '# a mark of the template is seen, whoever spells it'
echo '{"prompt":"＜|im_end|＞","completion":"1"}' >marks
sftconv marks -t chatml --normalize nfkc --special-tokens reject 2>&1; echo "status $?"
sftconv marks -t chatml --normalize nfc --special-tokens reject
echo '# errors are where they are in the input'
{
    echo '{"messages":[{"role":"user","content":"e\u0301e\u0301"},{"role":"assistant","content":"e\u0301","weight":"e"}]}'
    echo '{"messages":[{"role":"user","content":"\u0065\u0301"},{"role":"assistant","content":"2"},{"role":"e\u0301","content":"3"}]}'
    echo '{"messages":[{"role":"user","content":"e\u0301"},{"role":"assistant","content":"2"}]} {"messages":[{"role":"user","content":"e\u0301"},{"role":"assistant"}]}'
} >bad
sftconv bad -t chatml --on-error skip -q 2>plain >/dev/null; echo "status $?"
sftconv bad -t chatml --on-error skip -q --normalize nfc 2>normal >/dev/null; echo "status $?"
cat normal; cut -d ' ' -f 1 plain >places; cut -d ' ' -f 1 normal | cmp - places

# --unicode: how strings are spelled, and nothing else.
cat >in <<'END'
{"instruction":"\u00E9 é \u0041 \/ \ud83d\ude00 😀","input":"\u0000\u001F\u007f","output":"\"\\\b\f\n\r\t\u0022\u005c\u000a \\u00e9","n":[1.50, 1E2, {"cl\u00E9 ü":"\uFFFF","\u0061":null}]}
{"instruction":"plain","input":"","output":"","del":""}
END
for how in keep utf8 ascii; do
    echo "# $how"; sftconv in -t alpaca --unicode $how
    sftconv in -t openai --unicode $how --keep all --array
done
echo '# twice is once'
sftconv in -t alpaca --unicode utf8 >utf8; sftconv in -t alpaca --unicode ascii >ascii
sftconv utf8 -t alpaca --unicode ascii | cmp - ascii
sftconv ascii -t alpaca --unicode utf8 | cmp - utf8
LC_ALL=C grep -c '[^ -~]' ascii
echo '# strings of JSON are strings'
cat >tools <<'END'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"ö\": \"\\u00e9\"}"}}]}],"tools":[ {"é" : 1.0} ]}
END
sftconv tools -t openai --unicode ascii
sftconv tools -t model --unicode utf8
echo '# rendered'
echo '{% for m in messages %}<ü>{{ m.content }}{% endfor %}' >t.jinja
for shape in '' --split-prompt '--to segments' '--text-field ü'; do
    # shellcheck disable=SC2086
    sftconv in --limit 1 --template t.jinja $shape --unicode ascii --keep n -q
done
echo '{"prompt":"\u00e9","completion":"\u00fc"}' >short
sftconv short --template t.jinja --raw --unicode utf8

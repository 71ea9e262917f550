# --bos, --eos, --no-bos, --var, --date, --generation-prompt.
echo '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}' >in
cat >config.json <<'E'
{"bos_token": "<s>", "eos_token": "</s>", "chat_template": "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}{{ eos_token }}{{ bos_token }}{{ '?' if add_generation_prompt }}"}
E
render() { printf '# %s\n' "$*"; sftconv in --raw "$@" 2>&1; }
render --template config.json
render --template config.json --no-bos
render --template config.json --bos '[B]' --eos '[E]'
render --template config.json --bos '[B]' --eos '[E]' --no-bos
render --template config.json --bos ''
render --template config.json --eos '' --bos '<s>' --bos ü
render --template config.json --generation-prompt
render --to llama3 --generation-prompt --no-bos --raw-separator '|'; echo
render --to llama3 --bos '<first>' --eos '<not used>'
cat >vars.jinja <<'E'
{% for m in messages %}{{ m.content }}{% endfor %} {{ a }} {{ b }} {{ c }} {{ d }} {{ e is defined }}
E
render --template vars.jinja
render --template vars.jinja --var a=1.0 --var 'b="x = \u00fc"' --var 'c=[1,{"k":null}]' --var d=true --var e=null
render --template vars.jinja --var a=123456789012345678901234567890 --var b=-0 --var c=1e3 --var a=2
render --template config.json --var 'bos_token="[var]"' --no-bos
render --template config.json --bos 1 --var 'bos_token=2'
echo '{% for m in messages %}{{ m.content }}{% endfor %} {{ strftime_now("%Y-%m-%d %H:%M %A") }}' >day.jinja
render --template day.jinja --date 2024-02-29
render --template day.jinja --date 1999-12-31 --date 2030-01-01
render --to llama3.2 --date 2024-07-26
echo '# today'
a=$(date '+qa %Y-%m-%d'); b=$(sftconv in --template day.jinja --raw | cut -c 1-13); c=$(date '+qa %Y-%m-%d')
[ "$a" = "$b" ] || [ "$b" = "$c" ] || echo "not today: $b"
echo '# one moment for the whole run'
seq 200 | sed 's/.*/{"prompt":"q","completion":"a"}/' >many
echo '{% for m in messages %}{{ m.content }}{% endfor %} {{ strftime_now("%f %H:%M:%S") }}' >now.jinja
sftconv many --template now.jinja --raw | sort -u | wc -l | tr -d ' '
echo '# the report names the day, where a template asked for it'
sftconv in --template day.jinja --date 2024-02-29 --report r -q >/dev/null; grep '"date"' r
sftconv in --to llama3.2 --date 2024-02-29 --report r -q >/dev/null; grep '"date"' r
sftconv in --to chatml --date 2024-02-29 --report r -q >/dev/null; grep '"date"' r
echo '# instruction and input'
echo '{% for m in messages %}{{ m.content }}{% endfor %}|{{ instruction is defined }}|{{ instruction }}|{{ input }}' >parts.jinja
printf '%s\n' '{"instruction":"i","input":"x","output":"o"}' '{"instruction":"i","input":"","output":"o"}' >alpaca
sftconv alpaca --template parts.jinja --raw
sftconv alpaca --template parts.jinja --raw --input-join '+'
printf '%s\n' '{"prompt":"i\n\nx","completion":"o"}' >bedrock
sftconv bedrock --template parts.jinja --raw
sftconv bedrock --template parts.jinja --raw --split-input

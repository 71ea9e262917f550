# Options that exclude each other, and values that are none: status 2, and
# nothing is read or written.
echo '{"prompt":"1","completion":"2"}' >in
try() { echo "# $*" >&2; sftconv "$@" in -o out; [ $? -eq 2 ] || echo "not 2: $*"; }
try --to openai --template llama3
try --template llama3 --to alpaca
try --to model --template chatml
try --to openai --raw
try --to openai --split-prompt
for option in --generation-prompt --no-bos '--raw-separator x' '--text-field x' \
    '--template-name x' '--special-tokens escape' '--nul drop' \
    '--date 2025-01-01' '--var x=1' '--bos x' '--eos x'; do
    # shellcheck disable=SC2086  # words
    try --to openai $option
done
try --to llama3 --raw --split-prompt
try --template llama3 --to segments --raw
try --template llama3 --to segments --split-prompt
try --to llama3 --raw --array
try --to llama3 --raw --unicode ascii
try --to llama3 --generation-prompt --split-prompt
try --template llama3 --to segments --generation-prompt
try --to llama3 --multi-turn last
try --to llama3 --keep text
try --to llama3 --var x
try --to llama3 --var '=1'
try --to llama3 --var 'x='
try --to llama3 --var 'x={"a":}'
try --to llama3 --var 'x=1 2'
try --to llama3 --var 'x y=1'
try --to llama3 --var '1x=1'
try --to llama3 --var 'messages=[]'
try --to llama3 --var 'tools=null'
try --to llama3 --var add_generation_prompt=true
sftconv in --to llama3 --var ä_1=1 -o fine; rm fine
try --to llama3 --date 2024-13-01
try --to llama3 --date tomorrow
try --to llama3 --date ''
try --to llama3 --special-tokens rejct
try --to llama3 --special-tokens none
try --to llama3 --raw=yes
try --to llama3 --bos "$(printf '\377')"
try --to llama3 --text-field "$(printf '\377')"
try --raw
try --tempalte llama3
sftconv in --template; [ $? -eq 2 ] || echo 'not 2'
ls -A
# A target given by --template is one.
sftconv in --template chatml
sftconv --template chatml <in

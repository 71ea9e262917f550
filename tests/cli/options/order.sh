# Options and operands in any order, in every spelling.
echo '{"instruction":"1","output":"2"}' >in
for words in 'in -t bedrock -f alpaca' '-t bedrock in -f alpaca' \
    '-f alpaca -t bedrock in' '--to bedrock --from alpaca in' \
    '--to=bedrock in --from=alpaca' '-tbedrock -falpaca in' \
    '-t=bedrock -f=alpaca in' '-qt bedrock in' '-vqtbedrock in' \
    '-t alpaca -t bedrock in' '-t bedrock -- in' '-t prompt-completion in'; do
    # shellcheck disable=SC2086
    sftconv $words
done
# -j 0 is the default
echo '{"prompt":"1","completion":"2"}' | sftconv -j 0 -t bedrock

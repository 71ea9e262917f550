# A key that stands twice is refused where it is read, however it is spelt.
. "$ROOT/tests/faults/lib"
for doubled in '"role":"user","role":"user"' '"role":"user","\\u0072ole":"user"' \
    '"r\\u006fle":"user","rol\\u0065":"system"'; do
    record="{\"messages\":[{$doubled,\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
    rejected E_DUPKEY "$record" --from openai --to sharegpt
done
rejected E_DUPKEY '{"prompt":"first","completion":"c","prompt":"last"}\n' --to openai
expect 0 "$SFTCONV" in --to openai --duplicates last -q
grep -q '"last"' out || cat out
# where nobody reads, both stay
printf '%s\n' '{"prompt":"p","completion":"c","k":1,"k":2}' >in
expect 0 "$SFTCONV" in --to bedrock -q
same out in

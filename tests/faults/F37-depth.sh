# Depth 1,000 and no more, on a small stack, and soon even for a million.
. "$ROOT/tests/faults/lib"
need_bare
nested() { # a record with a member that is N - 1 arrays
    printf '{"prompt":"p","completion":"c","k":%s%s}\n' \
        "$(repeat $(($1 - 1)) '[')" "$(repeat $(($1 - 1)) ']')"
}
small() { (ulimit -s 256; exec "$@"); }
nested 1000 >in
expect 0 small "$SFTCONV" in --to bedrock -q
same out in
expect 0 small "$SFTCONV" in --to openai --keep k -q
nested 1001 >in
expect 1 small "$SFTCONV" in --to bedrock
one_error E_DEPTH
for open in '[' '{"a":' '[{"a":'; do
    repeat 1000000 "$open" >in
    expect 1 small "$SFTCONV" in --to bedrock
    one_error 'E_DEPTH'
done
# of templates, too
printf '%s{{ 1 }}%s' "$(repeat 5000 '{% if 1 %}')" "$(repeat 5000 '{% endif %}')" >deep.jinja
printf '{{ %s1%s }}' "$(repeat 100000 '(')" "$(repeat 100000 ')')" >deeper.jinja
printf '{%% macro m(n) %%}{{ m(n + 1) }}{%% endmacro %%}{{ m(0) }}' >endless.jinja
records 1 >in
for template in deep deeper endless; do
    small "$SFTCONV" in --template $template.jinja >out 2>err; status=$?
    case $status in
    0 | 1 | 2) ;;
    *) trouble "$template: status $status"; cat err ;;
    esac
done

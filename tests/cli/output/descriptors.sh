# Outputs under the names of descriptors, as shells make them.
[ -e /dev/fd/1 ] || exit 77
printf '{"prompt":"1","completion":"c"}\n{"prompt":2}\n' >in
sftconv in -t bedrock -o /dev/stdout -q --on-error skip 2>/dev/null | cat
sftconv in -t bedrock -q --on-error skip --rejects /dev/fd/3 2>/dev/null 3>&1 >/dev/null | cat
sftconv in -t bedrock -o /dev/stdout -q --on-error skip 2>/dev/null >file; cat file
cat in | sftconv /dev/stdin -t bedrock -q --on-error skip 2>/dev/null
true

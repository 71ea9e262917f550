# Records larger than what is read at once, in every kind of file.
long=$(printf '%0400000d' 7)
r() { printf '{"prompt":"%s","completion":"%s"}' "$1" "$long"; }
{ r 1; echo; r 2; echo; } >lines
printf '{\n"prompt":"1",\n"completion":\n"%s"\n}\n{"prompt":\n"2","completion":"%s"}' "$long" "$long" >pretty
{ printf '['; r 1; printf ' ,\n'; r 2; printf ']\n'; } >array
for file in lines pretty array; do sftconv $file -t bedrock | cmp - lines; done
{ r 1; echo oops; r 2; echo; } >bad
sftconv bad -t bedrock --on-error skip -q 2>err | cut -c 1-60; cat err
{ printf '[\n'; r 1; printf ',\n{"prompt":"%s\n,\n' "$long"; r 2; printf '\n]\n'; } >bad
sftconv bad -t bedrock --on-error skip -q --rejects rejected 2>err | cut -c 1-60; cat err
wc -c <rejected | tr -d ' '

# Bytes that are no text: where they are, and what repairs them.
r() { printf '{"prompt":"%b","completion":"c"}\n' "$1"; }
{
    r 'fine \0303\0251'
    r '\0377\0376'
    r 'cut \0360\0237\0230'
    r 'surrogate \0355\0240\0200'
    r 'overlong \0300\0257'
    r 'cut \0342\0202x'
    r 'alone \0200'
    r 'too large \0364\0220\0200\0200'
    r '\0357\0277\0276 is no character, but valid'
} >in
sftconv in -q -t bedrock --on-error skip --rejects bad 2>&1; echo "status $?"
wc -l <bad | tr -d ' '
echo '# repaired'
sftconv in -t bedrock --repair-unicode 2>&1; echo "status $?"
echo '# NUL and other control characters'
{
    printf '{"prompt":"a\000b","completion":"c"}\n'
    printf '{"prompt":"a",\000"completion":"c"}\n'
    printf '{"prompt":"a","completion":"c"}\000\n'
    printf '{"prompt":"a\tb","completion":"c"}\n'
    printf '{"prompt":"a\177b","completion":"c"}\n'
    printf '{"prompt":"a","completion":"c"}\n\357\273\277'
    printf '{"prompt":"mark","completion":"c"}\n'
} >in
sftconv in -q -t bedrock --on-error skip --repair-unicode 2>&1; echo "status $?"

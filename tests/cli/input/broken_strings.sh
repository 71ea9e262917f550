# A line end in a string: what follows in the file survives.
printf '{"prompt":"a\nb","completion":"c"}\n{"prompt":"d","completion":"e"}\n' >in
sftconv in -q -t bedrock --on-error skip 2>err; echo "status $?"
head -n 1 err

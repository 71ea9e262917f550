# A line end in a string: it is said, and what follows in the file survives.
printf '{"prompt":"a\nb","completion":"c"}\n{"prompt":"d","completion":"e"}\n' >in
try() { sftconv in -q -t bedrock --on-error skip "$@" 2>err; echo "status $?"; head -n 2 err; }
try
try -j 1
printf '{"prompt":"a\\nb","completion":"c"}\n' | sftconv -t bedrock
echo '# over several lines'
printf '{\n"prompt":"a\nb","completion":"c"}\n{"prompt":"d","completion":"e"}\n' >in
try
echo '# something else is wrong before, and white space at the end'
printf '{"prompt";"a\nb","completion":"c"}\n{"prompt":"d","completion":"e"}\n' >in
try
printf '{"prompt":"a  \nb","completion":"c"}\n{"prompt":"d","completion":"e"}\n' >in
try
echo '# the file ends there'
printf '{"prompt":"a' >in
try

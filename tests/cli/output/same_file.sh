# The output is never the input, by whatever name.
r='{"prompt":"1","completion":"c"}'
echo "$r" >in; mkdir d; ln in hard; ln -s in soft; ln -s ../in d/soft
try() { echo "# $*" | sed "s|$PWD|PWD|"; sftconv "$@" -t alpaca 2>/dev/null; echo "status $?"; }
try in -o in
try in -o ./in
try in -o "$PWD/d/../in"
try in -o hard
try in -o soft
try soft -o in
try d/soft -o hard
try - -o in <in
try in --rejects in
try in --report soft
echo "# > same"; sftconv in -t alpaca >>in 2>/dev/null; echo "status $?"
echo '# > same, by standard input'; sftconv -t alpaca <in >>in 2>/dev/null; echo "status $?"
echo '# one of several'
echo "$r" >in2
try in2 in -o in
cat in; ls -A
echo '# reading twice is fine'
sftconv in in -t bedrock
echo '# the same for two outputs'
try in2 -o x --rejects x
try in2 -o x --report ./x
ls -A

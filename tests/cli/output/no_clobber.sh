# --no-clobber: what is there already stays.
echo '{"prompt":"1","completion":"c"}' >in
echo old >out
try() { echo "# $*"; sftconv in -t bedrock -q --no-clobber "$@"; echo "status $?"; }
try -o out
try -o new --rejects out
try -o new --report out
try -o new
try -o new
try -o /dev/null
ln -s target link; try -o link; cat target
echo '# one that comes while we write'
mkfifo p
sftconv p -t bedrock -q --no-clobber -o late 2>err & run=$!
exec 3>p
echo '{"prompt":"1","completion":"c"}' >&3
until ls .late.*.tmp >/dev/null 2>&1; do sleep 0.05; done
echo theirs >late
exec 3>&-
wait $run; echo "status $?"
cat err late
cat out; ls -A

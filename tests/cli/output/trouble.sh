# What cannot be written is status 4, and says where.
echo '{"prompt":"1","completion":"c"}' >in
try() { echo "# $*"; sftconv in -t bedrock "$@"; echo "status $?"; }
try -o no/such/out
try -o in/out
mkdir d
try -o d
try -o d/
try --rejects d
try --report no/report
[ -e /dev/full ] || exit 77
echo '# full'
sftconv in -t bedrock >/dev/full; echo "status $?"
try -o /dev/full
try --report /dev/full -o out
sftconv formats >/dev/full; echo "status $?"
sftconv --help >/dev/full; echo "status $?"
sftconv --version >/dev/full; echo "status $?"
echo '# closed'
sftconv in -t bedrock >&-; echo "status $?"
sftconv formats >&-; echo "status $?"
echo '# too large'
i=0; while [ $i -lt 1000 ]; do cat in; i=$((i + 1)); done >big
(ulimit -f 16; sftconv big -t bedrock -o out3; echo "status $?") 2>&1 | cat
rm big
ls -A

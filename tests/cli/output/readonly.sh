# A protected file or folder stays as it is.
[ "$(id -u)" -ne 0 ] || exit 77
echo '{"prompt":"1","completion":"c"}' >in
echo old >out; chmod 444 out
sftconv in -t bedrock -o out 2>&1; echo "status $?"; cat out
mkdir d; chmod 555 d
sftconv in -t bedrock -o d/out 2>&1; echo "status $?"

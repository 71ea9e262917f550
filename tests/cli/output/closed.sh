# No stream is needed for what goes to a file.  Valgrind keeps 2 for itself.
[ -z "${RUN:-}" ] || exit 77
echo '{"prompt":"1","completion":"c"}' >in
sftconv in -t bedrock -o out >&- 2>&-; echo "status $?"
cat out

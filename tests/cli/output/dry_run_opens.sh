# --dry-run does not even open a file to write it.
[ -z "${RUN:-}" ] && command -v strace >/dev/null || exit 77
case $BUILD in */asan | */tsan | */msan | */cover) exit 77 ;; esac
printf '{"prompt":"1","completion":"c","x":1}\n{"prompt":2}\n' >in
strace -f -o log -e trace=openat,mkdir,rename,unlink,link \
    sftconv in -t openai --dry-run --on-error skip -o out --report report 2>/dev/null
echo "status $?"
grep -e O_CREAT -e O_WRONLY -e O_RDWR -e rename -e unlink log
true

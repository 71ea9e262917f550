# Interrupted calls, short writes and a pipe that is full are no errors.
. "$ROOT/tests/faults/lib"
records 20000 >in
"$SFTCONV" in --to openai -q >whole
if command -v python3 >/dev/null; then
    # a pipe of one page that does not wait, and a slow reader
    python3 - "$SFTCONV" >out <<'END'
import fcntl, os, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
os.set_blocking(writer, False)
run = subprocess.Popen([sys.argv[1], "in", "--to", "openai", "-q"],
                       stdout=writer)
os.close(writer)
total = 0
while True:
    piece = os.read(reader, 3000)
    if not piece:
        break
    total += len(piece)
    if total < 100000:
        time.sleep(0.001)
    sys.stdout.buffer.write(piece)
if run.wait() != 0:
    print("status", run.returncode)
END
    same out whole
fi
need_strace
for fault in read:error=EINTR:when=1+2 read:error=EAGAIN:when=2+2 \
    write:error=EINTR:when=1+2 write:error=EAGAIN:when=2+2; do
    strace -f -qq -o log -P "$PWD/in" -P "$PWD/out" -e inject="$fault" \
        "$SFTCONV" in --to openai -q >out 2>err || trouble "$fault: status $?"
    same out whole
    grep -q INJECTED log || trouble "$fault: nothing was hit"
done
# injected, a short write is a lie: of each one byte is told, none is written
strace -f -qq -o log -e inject=write:retval=1:when=1+3 \
    "$SFTCONV" in --to openai -q >out 2>err || trouble "retval=1: status $?"
lost=$(grep -c INJECTED log)
[ "$lost" -gt 0 ] || trouble 'no short write'
[ $(($(wc -c <out) + lost)) -eq "$(wc -c <whole)" ] || trouble 'bytes are missing'

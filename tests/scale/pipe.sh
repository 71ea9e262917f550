# What can be written is written before the next record comes: through a pipe
# that stays open, also while several threads work.
command -v timeout >/dev/null || exit 77
mkfifo in out

# echoes OPTION...: each of three records is answered before the next is sent.
echoes() {
    sftconv -q "$@" <in >out &
    exec 3>in 4<out
    for i in 1 2 3; do
        echo "{\"instruction\":\"$i\",\"input\":\"\",\"output\":\"a\"}" >&3
        timeout 60 head -n 1 <&4
    done
    exec 3>&- 4<&-
    wait $!
}
for jobs in 1 2 4; do
    echo "# $jobs"
    echoes --to bedrock -j $jobs
done
echo '# rendered'
echoes --to chatml
echo '# more than what is read at once, and a piece of the next'
sftconv -q --to bedrock <in >out &
exec 3>in 4<out
{
    yes '{"instruction":"many","input":"","output":"a"}' | head -n 20000
    echo '{"instruction":"last","input":"","output":"a"}'
    printf '{"instruction":"unfinished","in'
} >&3 &
timeout 60 sed '/last/q' <&4 | tail -n 1
wait $!
echo 'put":"","output":"a"}' >&3
exec 3>&-
timeout 60 cat <&4

# What is no JSON is known by its first bytes, and how to feed it in is said.
try() {
    sftconv "$1" -t openai -o out; echo "status $?"
    [ ! -e out ] || echo "there is an out"
}
printf 'PK\003\004abcdefgh' >a.zip; try a.zip
printf 'PAR1abcdefgh' >a.parquet; try a.parquet
printf '\377\376{\000"\000a\000' >utf16; try utf16
printf '\376\377\000{\000"\000a' >utf16be; try utf16be
printf '{\000"\000a\000"\000' >utf16le-without-mark; try utf16le-without-mark
printf 'instruction,input,output\nq,i,a\n' >a.csv; try a.csv
printf 'prompt\tcompletion\nq\ta\n' >a.tsv; try a.tsv
printf '"Question 1-A","answer_z.0"\r\nq,a\r\n' >b.csv; try b.csv
printf 'ZAz,09\tx\n' >b.tsv; try b.tsv
echo 'version https://git-lfs.github.com/spec/v1' >pointer.jsonl; try pointer.jsonl
printf '<!DOCTYPE html>\n<p>404' >page.jsonl; try page.jsonl
printf '<HTML lang="en">' >page2.jsonl; try page2.jsonl
printf '%%PDF-1.7\n' >a.pdf; try a.pdf
printf '\211PNG\r\n\032\n' >a.png; try a.png
printf '\377\330\377\340' >a.jpg; try a.jpg
printf '\177ELF\002\001' >a.out; try a.out
echo '{"prompt":"1","completion":"c"}' >a.jsonl
tar --format=gnu -cf a.tar a.jsonl; try a.tar
tar --format=ustar -cf b.tar a.jsonl; try b.tar; tar -xOf a.tar | sftconv -t openai
gzip -c a.tar >a.tgz; try a.tgz
# such lines are no header: of one column, without letters, with other signs
printf 'prompt\n' | sftconv -t openai
printf '1,2\n' | sftconv -t openai
printf 'a,b;c\n' | sftconv -t openai
printf 'a,b' | sftconv -t openai
sftconv -t openai <a.zip; echo "status $?"
cp a.zip 'my data.zip'; try 'my data.zip'
# what is JSON is not taken for anything else
printf '{"prompt":"BZh","completion":"PAR1"}' | sftconv -t bedrock
printf '{"prompt":"%0246dustar  ","completion":"c"}' 0 | sftconv -t bedrock | cut -c250-

# What a hint says is taken by the program.
printf '{"messages":[{"role":"","content":"q"},{"role":"assistant","content":"a"}]}\n' >in
sftconv in -t bedrock -q --role '=user'
printf "{\"messages\":[{\"role\":\"it's = me\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n" >in
sftconv in -t bedrock -q 2>&1 | sed -n "s/^hint: \(--role .*\) (or.*/sftconv in -t bedrock -q \1/p" >command
sh ./command
printf '{"messages":[{"role":"顾客","content":"q"},{"role":"ÄGENT","content":"a"}]}\n' >in
sftconv in -t bedrock -q --role 顾客=user --role ÄGENT=assistant
sftconv in -t bedrock -q --role '\u987e\u5ba2=user' --role ÄGENT=assistant; echo "status $?"
echo '# no command that would be cut'
for n in 190 200; do
    printf '{"messages":[{"role":"%0*d","content":"q"}]}\n' $n 0 | sftconv -t openai -q 2>&1
done
echo "status $?"

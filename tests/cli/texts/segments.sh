# Pieces of text with a training mask.
echo '{"segments":[{"label":false,"text":"q: "},{"label":true,"text":"a"}]}' >in
# what a template makes of a conversation reads as the same kind of thing
echo '{"prompt":"q","completion":"a"}' >chat
sftconv chat --to segments --template chatml >made
cat made
sftconv made --to text --drop weights
sftconv chat --to chatml
# but a conversation itself is none
sftconv chat --to segments
# labels are lost where there is no place for them
sftconv in --to text; echo "status $?"
sftconv in --to text --drop weights
sftconv in --to text --drop weights -q | sftconv --to segments
sftconv in --to segments --keep label; sftconv in --to segments --keep segments
sftconv in --to openai

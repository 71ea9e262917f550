# A wrong command line is status 2, says what is wrong and what was meant, and
# nothing is read or written.
echo '{"prompt":"1","completion":"2"}' >in
try() { echo "# $*" >&2; sftconv "$@" in -o out; [ $? -eq 2 ] || echo "not 2: $*"; }
try --to alpacca
try -t opnai
try --to=OpenAI
try --to nothing
try --tto alpaca
try --t alpaca
try -x
try -from alpaca
try -t alpaca --formats
try -t alpaca --array=yes
try -t alpaca --on-error stp
try -t alpaca --on-error=
try -t openai --multi-turn fold
try -t claude --multi-turn last
try -t alpaca --multi-turn all
try -t alpaca --system keep
try -t alpaca --turn-labels A
try -t alpaca --turn-labels A,B,C,D
try -t alpaca --drop wieghts
try -t alpaca --drop weights,
try -t alpaca --keep output
try -t alpaca --keep id,instruction
try -t alpaca --keep id,,source
try -t sharegpt --keep conversations
try -t sharegpt --keep tools
try -t llamafactory --keep history
try -t claude --keep id --keep system
try -t alpaca --role bot
try -t alpaca --role bot=usr
try -t alpaca --consecutive drop
try -t alpaca --leading user
try -t alpaca --trailing record
try -t alpaca --empty fill
try -t alpaca --duplicates first
try -t alpaca --limit -1
try -t alpaca --unicode utf-8
try -t alpaca --unicode asci
try -t alpaca --normalize nfd
try -t alpaca --normalize
try -t alpaca --bom=yes
try -t alpaca --limit 1k
try -t alpaca --errors xml
try -t alpaca --color yes
try -t alpaca --rejects -
try -t alpaca --report ''
try -t alpaca --system-prompt "$(printf '\377')"
try -t alpaca --tools text --drop weights,tools
try -t alpaca --shard 1/1
try -t alpaca --shard 2
try -t alpaca --jobs 1025
try -t alpaca --max-record-bytes 8G
try -t alpaca --max-errors 0.5%
try -t llama3 --var x=abc
sftconv in -t; [ $? -eq 2 ] || echo 'not 2'
ls -A

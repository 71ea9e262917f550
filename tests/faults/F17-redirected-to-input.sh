# Nor by the shell's > or >>: what >> would have fed itself with stays as it is.
. "$ROOT/tests/faults/lib"
records 3 >in
cp in before
"$SFTCONV" in --to openai >>in 2>err; status=$?
[ $status -eq 2 ] || trouble ">>: status $status"
one_error 'the input file is an output file'
same in before
"$SFTCONV" --to openai <in >>in 2>err; status=$?
[ $status -eq 2 ] || trouble "<in >>in: status $status"
same in before
"$SFTCONV" in --to openai 1<>in 2>err; status=$?
[ $status -eq 2 ] || trouble "1<>in: status $status"
same in before
"$SFTCONV" in --to openai >in 2>err; status=$? # emptied by the shell before
[ $status -eq 2 ] || trouble ">: status $status"

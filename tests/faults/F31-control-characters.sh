# Raw control characters and escapes that JSON does not have.
. "$ROOT/tests/faults/lib"
for n in 1 7 10 11 33 37; do # octal
    rejected E_CONTROL "{\"prompt\":\"a\\0${n}b\",\"completion\":\"c\"}" --to openai
done
for escape in 'x41' "'" 'a' 'v' '0' 'e' 'U0041' ' ' 'u12' 'uZZZZ' 'u00G0' \
    'u{41}' 'u 041' 'u+041'; do
    rejected E_SYNTAX "{\"prompt\":\"a\\\\${escape}\",\"completion\":\"c\"}" --to openai
done
rejected E_SYNTAX '{"prompt":"a\\"}' --to openai

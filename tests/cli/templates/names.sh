# No template has the name of a format, alpaca excepted.
command -v python3 >/dev/null || exit 77
sftconv formats --json >formats
sftconv templates >templates
python3 - <<'E'
import json, re
formats = {name for f in json.load(open("formats"))["formats"]
           for name in [f["name"]] + f["aliases"]}
templates = [name for line in open("templates") if line[0] != " "
             for name in re.split("  +", line)[0].split(", ")]
assert len(templates) > 20 and len(set(templates)) == len(templates)
assert "mixed" not in formats | set(templates)
print(*formats.intersection(templates))
E
# Of the two alpacas --to means the format.
echo '{"prompt":"q","completion":"a"}' >in
sftconv in --to alpaca
sftconv in --template alpaca --raw
sftconv in --to alpaca-stanford --raw

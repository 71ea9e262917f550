#!/usr/bin/env python3
"""The same jobs as one would do them in Python, to compare with.

usage: peer.py FROM TO FILE
       peer.py render TEMPLATE FILE
"""
import json
import sys

ROLES = {"human": "user", "gpt": "assistant"}


def alpaca_to_openai(record):
    asked = record["instruction"]
    if record.get("input"):
        asked += "\n\n" + record["input"]
    return {"messages": [{"role": "user", "content": asked},
                         {"role": "assistant", "content": record["output"]}]}


def sharegpt_to_openai(record):
    return {"messages": [{"role": ROLES.get(turn["from"], turn["from"]),
                          "content": turn["value"]}
                         for turn in record["conversations"]]}


def openai_to_claude(record):
    system = "\n\n".join(message["content"] for message in record["messages"]
                         if message["role"] == "system")
    result = {"system": system} if system else {}
    result["messages"] = [message for message in record["messages"]
                          if message["role"] != "system"]
    return result


def renderer(path):
    """As transformers' apply_chat_template sets Jinja2 up."""
    from jinja2.ext import Extension, loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generation(Extension):
        """What stands between its tags, and nothing more."""
        tags = {"generation"}

        def parse(self, parser):
            next(parser.stream)
            return parser.parse_statements(["name:endgeneration"],
                                           drop_needle=True)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True,
        extensions=[Generation, loopcontrols])
    environment.filters["tojson"] = lambda value, indent=None: json.dumps(
        value, ensure_ascii=False, indent=indent)
    environment.globals["strftime_now"] = lambda how: "26 Jul 2024"
    with open(path, encoding="utf-8") as source:
        template = environment.from_string(source.read())

    def render(record):
        return {"text": template.render(
            messages=record["messages"], tools=record.get("tools"),
            bos_token="<|begin_of_text|>", eos_token="<|eot_id|>",
            add_generation_prompt=False)}

    return render


def main():
    if sys.argv[1] == "render":
        convert = renderer(sys.argv[2])
    else:
        convert = globals()["%s_to_%s" % (sys.argv[1], sys.argv[2])]
    with open(sys.argv[3], encoding="utf-8") as lines:
        for line in lines:
            row = json.dumps(convert(json.loads(line)), ensure_ascii=False,
                             separators=(",", ":"))
            sys.stdout.write(row + "\n")


main()

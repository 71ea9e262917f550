#!/usr/bin/env python3
"""The same conversions as one would write them in Python, to compare with.

usage: peer.py FROM TO FILE
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


def main():
    convert = globals()["%s_to_%s" % (sys.argv[1], sys.argv[2])]
    with open(sys.argv[3], encoding="utf-8") as lines:
        for line in lines:
            row = json.dumps(convert(json.loads(line)), ensure_ascii=False,
                             separators=(",", ":"))
            sys.stdout.write(row + "\n")


main()

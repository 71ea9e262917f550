#!/usr/bin/env python3
"""Is anything lost without a word?

usage: loss_differential.py PROGRAM [TIMES]

Makes 700 x TIMES records of every format, with odd members on every level,
and converts each to any other format under any options.  Every text and every
unknown key of a record is a word of its own; when a record is converted, each
word must be in the output, or under a name that the ledger says was left
behind, or something must have been dropped by name.  A record that is refused
counts as right.  No object of the output has a key twice.  The records are the
same in each run.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

RECORDS = 700
SHOWN = 5
WORD = re.compile(r"[TK]\d+z")

rng = random.Random(20260901)
made = 0


def word(kind="T"):
    global made
    made += 1
    return "%s%dz" % (kind, made)


def perhaps(owner, key, value, chance):
    if rng.random() < chance:
        owner[key] = value()


def odd():
    """A value of any type."""
    return rng.choice([word, lambda: None, lambda: "", lambda: [], lambda: {},
                       lambda: [word(), {"k": word()}],
                       lambda: {word("K"): word()}, lambda: True,
                       lambda: rng.choice([0, 1.50, 10**20])])()


def text():
    if rng.random() < 0.1:
        return None
    return rng.choice([word(), word() + "\n\n" + word(),
                       word() + " \u00e9\U0001f600", word(), ""])


KNOWN = ["id", "source", "label", "images", "tools", "chosen", "score",
         "functions", "system", "input", "text", "weight", "name", "history"]


def extra(owner, chance):
    perhaps(owner, rng.choice(KNOWN + [word("K")]), odd, chance)


def block():
    if rng.random() < 0.2:
        return {"type": rng.choice(["image", "image_url", "tool_use",
                                    "tool_result", "thinking", "refusal"]),
                "d": word()}
    made_block = {"type": "text", "text": text() or word()}
    perhaps(made_block, "cache_control", lambda: {"t": word()}, 0.15)
    perhaps(made_block, "input", word, 0.08)
    extra(made_block, 0.05)
    return made_block


def blocks():
    return [block() for _ in range(rng.choice([0, 1, 1, 2, 3]))]


def content():
    return blocks() if rng.random() < 0.25 else text()


def calls():
    plain = {"id": word(), "type": "function", "function": {
        "name": word(), "arguments": json.dumps({"x": word()})}}
    more = {"id": word(), "type": "function", "e": word(), "function": {
        "name": word(), "arguments": {"x": word()}}}
    return [rng.choice([plain, more]) for _ in range(rng.choice([1, 1, 2]))]


def roles(with_system=True):
    order = ["user", "assistant"] * rng.choice([1, 1, 2, 3])
    if with_system and rng.random() < 0.4:
        order.insert(0, rng.choice(["system", "system", "developer"]))
    if rng.random() < 0.15:
        rng.shuffle(order)
    if rng.random() < 0.2:
        order.insert(rng.randrange(len(order) + 1),
                     rng.choice(["user", "assistant", "system", "tool"]))
    return order


def openai():
    messages = []
    for role in roles():
        message = {"role": role, "content": content()}
        if role == "assistant":
            perhaps(message, "tool_calls", calls, 0.08)
            perhaps(message, "reasoning_content", word, 0.05)
            perhaps(message, "refusal", word, 0.03)
        if role == "tool":
            perhaps(message, "tool_call_id", word, 0.7)
        perhaps(message, "name", word, 0.05)
        perhaps(message, "weight", lambda: rng.choice([0, "x" + word()]), 0.05)
        extra(message, 0.08)
        messages.append(message)
    record = {"messages": messages}
    perhaps(record, "tools", lambda: rng.choice(
        [[{"n": word()}], "[]", word(), None, []]), 0.08)
    return record


def claude():
    messages = [{"role": role, "content": content()} for role in roles(False)
                if role in ("user", "assistant")]
    for message in messages:
        extra(message, 0.05)
    record = {"messages": messages}
    perhaps(record, "system", content, 0.6)
    return record


def media(kind, has_type):
    if has_type:
        source = rng.choice([
            {"type": "url", "url": "https://" + word()},
            {"type": "base64", "media_type": "image/png", "data": word()},
            {"type": "file", "file_id": word()}])
        made_block = {"type": kind, "source": source}
        perhaps(made_block, "title", text, 0.2)
        extra(made_block, 0.1)
        return made_block
    where = {"uri": "s3://" + word()}
    perhaps(where, rng.choice(["bucketOwner", "k"]), word, 0.3)
    made_block = {"format": "pdf" if kind == "document" else "png",
                  "source": rng.choice([{"bytes": word()},
                                        {"s3Location": where}])}
    extra(made_block, 0.1)
    perhaps(made_block, "bucketOwner", word, 0.05)
    return {kind: made_block}


def anthropic_block(role):
    kind = rng.choice(["text", "text", "media", "special", "special", "odd"])
    if kind == "media":
        return media(rng.choice(["image", "document"]), True)
    if kind == "odd":
        return {"type": rng.choice(["server_tool_use", "search_result"]),
                "d": word()}
    if kind == "text":
        made_block = {"type": "text", "text": text() or ""}
    elif role == "user":
        made_block = {"type": "tool_result", "tool_use_id": word()}
        perhaps(made_block, "content", lambda: rng.choice(
            [text(), [anthropic_block(role)], []]), 0.8)
        perhaps(made_block, "is_error",
                lambda: rng.choice([True, False, None, word()]), 0.2)
    else:
        made_block = rng.choice([
            {"type": "tool_use", "id": rng.choice([word(), None, [word()]]),
             "name": word(), "input": {word("K"): word()}},
            {"type": "thinking", "thinking": word(), "signature": word()},
            {"type": "thinking", "thinking": word()},
            {"type": "redacted_thinking", "data": word()}])
    perhaps(made_block, "cache_control", lambda: {"t": word()}, 0.1)
    extra(made_block, 0.05)
    return made_block


def anthropic():
    messages = []
    for role in roles(False):
        if role not in ("user", "assistant"):
            continue
        message = {"role": role, "content": text()}
        if rng.random() < 0.7:
            message["content"] = [anthropic_block(role) for _ in
                                  range(rng.choice([0, 1, 2, 3]))]
        extra(message, 0.05)
        messages.append(message)
    record = {"messages": messages}
    perhaps(record, "system", content, 0.4)
    perhaps(record, "tools", lambda: [
        {"name": word(), "description": word(), "input_schema": {"t": word()},
         rng.choice(["type", word("K")]): word()}], 0.3)
    return record


def converse_block(role):
    kind = rng.choice(["text", "text", "media", "special", "special", "odd"])
    if kind == "media":
        made_block = media(rng.choice(["image", "document"]), False)
    elif kind == "odd":
        made_block = {rng.choice(["cachePoint", "guardContent"]): odd()}
    elif kind == "text":
        made_block = {"text": text() or ""}
    elif role == "user":
        made_block = {"toolUseId": word(), "content": [
            rng.choice([{"json": {word("K"): word()}}, converse_block(role)])
            for _ in range(rng.choice([0, 1, 2]))]}
        perhaps(made_block, "status",
                lambda: rng.choice(["error", "success", [word()]]), 0.2)
        extra(made_block, 0.1)
        made_block = {"toolResult": made_block}
    else:
        made_block = rng.choice([
            {"toolUse": {"toolUseId": word(), "name": word(), "input": {
                word("K"): word()}, rng.choice(["type", "k"]): word()}},
            {"reasoningContent": {"reasoningText": {
                "text": word(), "signature": rng.choice([word(), None])}}},
            {"reasoningContent": {"redactedContent": word()}}])
    extra(made_block, 0.05)
    return made_block


def converse():
    messages = []
    for role in roles(False):
        if role not in ("user", "assistant"):
            continue
        messages.append({"role": role, "content": [
            converse_block(role) for _ in range(rng.choice([1, 1, 2, 3]))]})
        extra(messages[-1], 0.05)
    if rng.random() < 0.2:
        messages.append({"role": "assistant", "candidates": [
            {"content": [converse_block("assistant")], "preferenceLabel": label}
            for label in ("preferred", "non-preferred")]})
        extra(rng.choice(messages[-1]["candidates"]), 0.1)
    record = {"messages": messages}
    perhaps(record, "schemaVersion", lambda: rng.choice(
        ["bedrock-conversation-2024", word()]), 0.5)
    perhaps(record, "system", lambda: [{"text": word()}], 0.4)
    perhaps(record, "toolConfig", lambda: {
        "tools": [{"toolSpec": {"name": word(), "inputSchema": {
            "json": {"t": word()}}}}],
        rng.choice(["toolChoice", "k"]): word()}, 0.3)
    perhaps(record, "toolChoice", word, 0.1)
    return record


def sharegpt():
    names = {"system": "system", "developer": "system", "user": "human",
             "assistant": "gpt", "tool": "observation"}
    turns = []
    for role in roles():
        turn = {"from": names[role] if rng.random() < 0.95 else "function_call",
                "value": content()}
        perhaps(turn, "weight", lambda: 1, 0.05)
        perhaps(turn, "role", word, 0.03)
        extra(turn, 0.08)
        turns.append(turn)
    record = {"conversations": turns}
    perhaps(record, "tools", lambda: rng.choice([[{"n": word()}], word()]),
            0.08)
    perhaps(record, "system", text, 0.1)
    return record


def columns():
    record = {"instruction": text(), "output": text()}
    perhaps(record, "input", text, 0.7)
    perhaps(record, "system", text, 0.3)
    perhaps(record, "history", lambda: [
        [word(), word()] for _ in range(rng.choice([0, 1, 2]))], 0.3)
    return record


def bedrock():
    return {"prompt": text(), "completion": text()}


def model():
    messages = []
    for role in roles():
        message = {"role": role, "parts": blocks()}
        if role == "assistant":
            perhaps(message, "tool_calls", lambda: rng.choice([
                [{"id": word(), "name": word(), "arguments": {"a": word()}}],
                [{"text": word()}], [{"text": word()}, {"text": word()}]]), 0.1)
            perhaps(message, "reasoning", word, 0.05)
        perhaps(message, "name", word, 0.05)
        perhaps(message, "extras", lambda: {word("K"): odd(),
                                            "images": [word()]}, 0.08)
        messages.append(message)
    return {"messages": messages}


def lf_v1_block():
    kind = rng.choice(["text"] * 5 + ["reasoning", "image_url", "molecule"])
    made_block = {"type": kind, "value": word()}
    perhaps(made_block, "note", word, 0.1)
    return made_block


def lf_v1_messages():
    messages = []
    for role in roles():
        message = {"role": role.replace("developer", "system"), "content": [
            lf_v1_block() for _ in range(rng.choice([0, 1, 1, 2, 3]))]}
        if role == "assistant" and rng.random() < 0.15:
            message["content"].append({"type": "tool_call", "value": rng.choice(
                [word(), json.dumps({"name": word(), "e": word(),
                                     "arguments": {"x": word()}})])})
        perhaps(message, "loss_weight", lambda: rng.choice([0, 0.5]), 0.05)
        extra(message, 0.08)
        messages.append(message)
    return messages


def lf_v1():
    record = {"messages": lf_v1_messages()}
    if rng.random() < 0.2:
        record = {name: record["messages"] + lf_v1_messages()
                  for name in ("chosen_messages", "rejected_messages")}
    perhaps(record, "tools", lambda: rng.choice(
        ["[]", json.dumps([{"type": "function", "e": word(), "function": {
            "name": word()}}]), word()]), 0.1)
    return record


def dolly():
    record = {"instruction": text(), "response": text()}
    perhaps(record, "context", text, 0.7)
    perhaps(record, "system", text, 0.1)
    return record


def qa():
    record = {rng.choice(["question", "prompt", "problem", "text"]): text(),
              rng.choice(["answer", "output", "solution"]): text()}
    for name in ("question", "context", "article", "system", "system_prompt",
                 "answer"):
        perhaps(record, name, text, 0.1)
    return record


def swift():
    if rng.random() < 0.3:
        record = {"query": text(), "response": text()}
        perhaps(record, "history", lambda: [[word(), word()]], 0.3)
        perhaps(record, "system", text, 0.2)
    else:
        record = {"messages": []}
    for role in roles() if "messages" in record else []:
        message = {"role": role, "content": content()}
        if role == "tool":
            message["role"] = "tool_response"
        if role == "assistant" and rng.random() < 0.1:
            message = {"role": "tool_call", "content": rng.choice([
                word(), json.dumps({"name": word(), "arguments": {}})])}
        perhaps(message, "loss", lambda: rng.choice([True, word()]), 0.05)
        extra(message, 0.08)
        record["messages"].append(message)
    perhaps(record, "rejected_response", text, 0.2)
    perhaps(record, "tools", lambda: rng.choice(["[]", word()]), 0.05)
    return record


def xtuner():
    exchanges = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        exchange = {"input": text(), "output": text()}
        perhaps(exchange, "system", text, 0.2)
        perhaps(exchange, "output_with_loss", lambda: False, 0.05)
        extra(exchange, 0.08)
        exchanges.append(exchange)
    return {"conversation": exchanges}


def pairs():
    record = {"conversation": [
        {rng.choice(["human", "user"]): text(), "assistant": text()}
        for _ in range(rng.choice([1, 1, 2, 3]))]}
    for exchange in record["conversation"]:
        extra(exchange, 0.08)
    perhaps(record, "system", content, 0.2)
    return record


def bare():
    return {"data": [word() for _ in range(rng.choice([1, 2, 4]))]}


def mapped():
    ask = {"text": text()}
    perhaps(ask, "about", lambda: {"it": text(), word("K"): odd()}, 0.5)
    record = {"ask": ask, "reply": [odd(), {"text": text()}]}
    perhaps(record, "rules", text, 0.3)
    perhaps(record, "ask.text", word, 0.1)
    perhaps(record, "ask.more", word, 0.1)
    perhaps(record, "before", lambda: [[word(), word()]], 0.3)
    extra(ask, 0.4)
    extra(record["reply"][1], 0.4)
    return record


def logged():
    made = rng.choice([openai, sharegpt])()
    turns = made.get("messages") or made.get("conversations")
    log = {"turns": rng.choice([turns, turns, json.dumps(turns)])}
    extra(log, 0.3)
    record = {"log": log}
    perhaps(record, "rules", content, 0.3)
    perhaps(record, "log.of", word, 0.1)
    return record


def judged():
    record = {"ask": word(), "two": [rng.choice([
        word(), {"role": "assistant", "content": word()},
        [{"from": "gpt", "value": word()}]]) for _ in range(2)] + [odd()]}
    perhaps(record, "good", lambda: True, 0.2)
    return record


MAPPINGS = [
    (mapped, "user=ask.text,assistant=reply.1.text,system=rules,"
             "input=ask.about.it,history=before"),
    (logged, "messages=log.turns,system=rules"),
    (judged, "user=ask,chosen=two.0,rejected=two.1,label=good"),
]
FORMATS = {"openai": openai, "claude": claude, "anthropic": anthropic,
           "converse": converse, "sharegpt": sharegpt,
           "llamafactory": columns, "alpaca": columns, "bedrock": bedrock,
           "model": model, "lf-v1": lf_v1, "dolly": dolly, "qa": qa,
           "swift": swift, "xtuner": xtuner, "pairs": pairs, "bare": bare}
SOURCES = ["mapped", *FORMATS]
TARGETS = [name for name in FORMATS if name not in ("pairs", "bare")]
OPTIONS = [[], [], [], ["--keep", "all"], ["--keep", "all"],
           ["--keep", "id,source"], ["--consecutive", "keep"],
           ["--trailing", "keep", "--leading", "keep"],
           ["--system-prompt", "SYSTEM"], ["--split-input"],
           ["--empty", "keep"], ["--leading", "user=LEAD"],
           ["--unicode", "ascii", "--normalize", "nfkc", "--keep", "all"],
           ["--empty", "keep", "--trailing", "keep", "--leading", "keep",
            "--keep", "all"]]


def unique(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def paths(value, path=()):
    """Each word of a value, with the keys above it."""
    if isinstance(value, dict):
        for key, member in value.items():
            for found in WORD.findall(key):
                yield found, path + (key,)
            yield from paths(member, path + (key,))
    elif isinstance(value, list):
        for i, element in enumerate(value):
            yield from paths(element, path + (str(i),))
    elif isinstance(value, str) and value[:1] in ("{", "["):
        yield from paths(json.loads(value), path)
    elif isinstance(value, str):
        for found in WORD.findall(value):
            yield found, path


def trouble(program, report, name, target, options, record):
    """What is wrong with this conversion; None if nothing is."""
    run = subprocess.run(
        [program, "--from", name, "--to", target, "--report", report, *options],
        input=json.dumps(record).encode(), capture_output=True, timeout=60)
    if run.returncode == 1:
        return None
    if run.returncode != 0:
        return "status %d" % run.returncode
    with open(report, encoding="utf-8") as file:
        ledger = json.load(file)["ledger"]
    written = run.stdout.decode()
    try:
        for line in written.splitlines():
            json.loads(line, object_pairs_hook=unique)
    except ValueError as error:
        return str(error)
    there = set(WORD.findall(written))
    fields = [row["field"] for row in ledger if row["kind"] == "left"]
    left = {re.split("[./:]", field)[-1] for field in fields}.union(fields)
    if any(row["kind"] == "dropped" for row in ledger):
        return None
    if any(row["field"] == "ids" for row in ledger):
        left |= {"id", "tool_call_id", "tool_use_id", "toolUseId"}
    lost = [(found, path) for found, path in paths(record)
            if found not in there and not left.intersection(path)]
    return "lost %s at %s" % lost[0] if lost else None


def main():
    program = sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(RECORDS * times):
            name, target = rng.choice(SOURCES), rng.choice(TARGETS)
            options, make = rng.choice(OPTIONS), FORMATS.get(name)
            if name == "mapped":
                make, mapping = rng.choice(MAPPINGS)
                options = options + ["--map", mapping]
            record = make()
            extra(record, 0.3)
            wrong = trouble(program, os.path.join(folder, "report"), name,
                            target, options, record)
            passed += wrong is None
            failed += wrong is not None
            if wrong and failed <= SHOWN:
                print("%s --from %s --to %s %s: %s\n    %s" % (
                    program, name, target, " ".join(options), wrong,
                    json.dumps(record)))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0)


main()

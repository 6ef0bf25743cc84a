# Answers the calls of a Mochi program: one JSON document a line, in and out. docs/runtime/ffi.md has the protocol.
import importlib
import json
import os
import sys

# What called code prints goes to standard error; standard output is for answers.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)
sys.stdout = sys.stderr


def find(name):
    """The function behind a name such as math.sqrt, os.path.join or datetime.date.fromisoformat."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:length])
        try:
            value = importlib.import_module(module)
        except ModuleNotFoundError as error:
            # A module that was found and lacks another one says so.
            if error.name is not None and (module + ".").startswith(error.name + "."):
                continue
            raise
        for part in parts[length:]:
            value = getattr(value, part)
        return value
    raise ModuleNotFoundError("there is no module for " + name)


def answer(request):
    try:
        value = find(request["call"])(*request["args"])
        return json.dumps({"id": request["id"], "ok": value}, allow_nan=False)
    except Exception as error:
        return json.dumps({"id": request["id"], "error": type(error).__name__ + ": " + str(error)})


for line in sys.stdin.buffer:
    answers.write(answer(json.loads(line)) + "\n")
    answers.flush()

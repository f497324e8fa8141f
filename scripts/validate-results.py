#!/usr/bin/env python3
"""Validates the results in DIR: each against schemas/result.schema.json and against the document type it names.

  validate-results.py DIR [SCHEMAS]

A result that is not accepted may lack fields its type requires: that is why it is not accepted. All else holds for it too.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from jsonschema import Draft202012Validator


def main():
    folder = Path(sys.argv[1])
    schemas = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parent.parent / "schemas"
    validators = load(schemas)
    troubles, kinds = [], Counter()
    for path in sorted(folder.rglob("*.json")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        result = json.loads(path.read_text(encoding="utf-8"))
        troubles += check(path.relative_to(folder), result, validators)
        kinds[result.get("schema") or "no type"] += 1
    if not kinds:
        troubles.append(f"{folder} holds no result")
    for trouble in troubles:
        print("validate-results: " + trouble, file=sys.stderr)
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    print(f"validate-results: {sum(kinds.values())} results ({counts}), {len(troubles)} troubles.")
    return 1 if troubles else 0


def load(folder):
    """`result` → the envelope; `invoice/1` → that document type."""
    validators = {}
    for path in sorted(folder.glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        type_ = schema.get("x-extract")
        name = f"{type_['name']}/{type_['version']}" if type_ else path.name.removesuffix(".schema.json")
        validators[name] = Draft202012Validator(schema)
    return validators


def check(name, result, validators):
    faults = list(validators["result"].iter_errors(result))
    kind = result.get("schema")
    if kind is not None:
        if kind not in validators:
            return [f"{name}: names the document type {kind!r}, which schemas/ does not have"]
        own = validators[kind].iter_errors(result)
        lenient = result.get("outcome") != "accepted"
        faults += [fault for fault in own if not (lenient and is_missing_field(fault))]
    return [f"{name}: /{'/'.join(map(str, fault.absolute_path))}: {told(fault)}" for fault in faults]


def is_missing_field(fault):
    return fault.validator == "required" and list(fault.absolute_path)[:1] == ["fields"]


def told(fault):
    """What is wrong without the value, which belongs to other people. `required` names keys only."""
    return fault.message if fault.validator == "required" else f"breaks {fault.validator} {str(fault.validator_value)[:80]}"


if __name__ == "__main__":
    sys.exit(main())

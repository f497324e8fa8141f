#!/usr/bin/env python3
"""Validates the results in DIR: each against schemas/result.schema.json and against the document type it names.

  validate-results.py DIR [SCHEMAS]

A type that extends another one is held against its own file and, by `inherited`, against all fields and columns it takes over.
A result that is not accepted may lack fields its type requires: that is why it is not accepted. All else holds for it too.
"""

import copy
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
    files = {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.schema.json"))}
    for stem, schema in files.items():
        type_ = schema.get("x-extract")
        name = f"{type_['name']}/{type_['version']}" if type_ else stem
        whole = inherited(schema, files)
        Draft202012Validator.check_schema(whole)
        validators[name] = Draft202012Validator(whole)
    return validators


def inherited(schema, files, depth=0):
    """The schema with the properties that it inherits and does not give itself, by the rules of schemas/README.md."""
    type_ = schema.get("x-extract", {})
    if "extends" not in type_:
        return schema
    if depth == 4:
        sys.exit(f"validate-results: {type_.get('name')}: x-extract.extends goes round in circles")
    parent, whole = inherited(files[type_["extends"]], files, depth + 1), copy.deepcopy(schema)
    omitted = set(type_.get("omit", []))
    for path in (["fields"], ["line_items", "items"], ["tax_breakdown", "items"]):
        theirs = part(parent, path).get("properties", {})
        at = whole.setdefault("properties", {})
        for step in path:
            at = at.setdefault(step, {})
        if "$ref" in at and theirs:
            # What the reference says holds besides.
            at["allOf"] = [*at.get("allOf", []), {"$ref": at.pop("$ref")}]
        own = at.setdefault("properties", {})
        for name, body in theirs.items():
            if not (path == ["fields"] and name in omitted):
                own.setdefault(name, body)
    # Inherited properties point to definitions of their own file.
    whole["$defs"] = {**parent.get("$defs", {}), **whole.get("$defs", {})}
    return whole


def part(schema, path):
    at = schema.get("properties", {})
    for step in path:
        at = at.get(step, {})
    return at


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

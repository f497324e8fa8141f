#!/usr/bin/env python3
"""Checks schemas/ from outside the program: each file is JSON Schema 2020-12, and no field lists a label twice.

  check.py [FOLDER]

Labels that several fields of a type share are printed, not refused: place and shape of the value can tell them apart.
"""

import json
import sys
import unicodedata
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

LISTS = ("labels", "weak", "avoid")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    troubles, notes, types = [], [], 0
    files = sorted(folder.glob("*.schema.json"))
    for path in files:
        try:
            schema = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: unique(pairs, path.name, troubles))
            Draft202012Validator.check_schema(schema)
        except (ValueError, SchemaError) as error:
            troubles.append(f"{path.name}: {error}")
            continue
        troubles += broken_references(path.name, schema)
        if "x-extract" not in schema:
            continue
        types += 1
        for place in ("fields", "line_items", "tax_breakdown"):
            rules = rules_of(schema, place)
            troubles += twice(path.name, place, rules)
            notes += shared(path.name, place, rules)
    if not types:
        troubles.append(f"{folder} holds no document type")
    for note in notes:
        print("schemas/check: shared: " + note)
    for trouble in troubles:
        print("schemas/check: " + trouble, file=sys.stderr)
    print(f"schemas/check: {len(files)} schemas, {types} document types, {len(notes)} shared labels, {len(troubles)} troubles.")
    return 1 if troubles else 0


def unique(pairs, file, troubles):
    """A key given twice is lost silently by most readers of JSON."""
    seen = {}
    for key, value in pairs:
        if key in seen:
            troubles.append(f"{file}: the key {key!r} stands twice in one object")
        seen[key] = value
    return seen


def broken_references(file, schema):
    """Every `$ref` is within the file and leads somewhere."""
    troubles = []

    def walk(value):
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and not leads_somewhere(schema, reference):
                troubles.append(f"{file}: $ref {reference} leads nowhere")
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(schema)
    return troubles


def leads_somewhere(schema, reference):
    if not reference.startswith("#"):
        return False
    at = schema
    for step in reference[1:].split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(at, dict) or step not in at:
            return False
        at = at[step]
    return True


def rules_of(schema, place):
    """Field → its x-extract object."""
    part = schema.get("properties", {}).get(place, {})
    part = part if place == "fields" else part.get("items", {})
    return {name: body["x-extract"] for name, body in part.get("properties", {}).items() if "x-extract" in body}


def flat(value):
    """(language, label) of a list of labels, or of an object of language and list."""
    if isinstance(value, dict):
        return [(language, label) for language, labels in value.items() for label in labels]
    return [("", label) for label in value or []]


def folded(label):
    """Only what is the same word for everybody: upper and lower case, and kinds of space. Spellings with and without accents
    may both be listed."""
    return " ".join(unicodedata.normalize("NFC", label.casefold()).split())


def twice(file, place, rules):
    troubles = []
    for name, extract in rules.items():
        seen = {}
        for kind in LISTS:
            for language, label in flat(extract.get(kind)):
                where = f"{kind}.{language}" if language else kind
                key = folded(label) or label
                # Two languages may share a word, even with another weight: each language is complete in itself.
                for other_kind, other_language, other in seen.get(key, []):
                    if other_language == language:
                        troubles.append(f"{file}: {place}.{name}: {label!r} in {where} repeats {other!r} of {other_kind}")
                        break
                seen.setdefault(key, []).append((kind, language, label))
    return troubles


def shared(file, place, rules):
    """Strong labels that stand for several fields."""
    owners = {}
    for name, extract in rules.items():
        for _, label in flat(extract.get("labels")):
            owners.setdefault(folded(label) or label, set()).add(name)
    return [f"{file}: {place}: {label!r} is a label of {', '.join(sorted(names))}" for label, names in sorted(owners.items()) if len(names) > 1]


if __name__ == "__main__":
    sys.exit(main())

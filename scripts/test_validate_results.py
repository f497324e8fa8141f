#!/usr/bin/env python3
"""Tests of validate-results.py: what a type inherits is checked, what it omits or gives anew is not."""

import importlib.util
import json
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("validate_results", HERE / "validate-results.py")
validate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(validate)


def field(value):
    return {"value": value, "confidence": 1}


class Shipped(unittest.TestCase):
    """The types of schemas/."""

    def setUp(self):
        self.validators = validate.load(HERE.parent / "schemas")

    def faults(self, schema, fields=None, line=None):
        result = {"schema": schema, "fields": fields or {}, "line_items": [line or {}], "findings": []}
        return [list(fault.absolute_path) for fault in self.validators[schema].iter_errors(result) if fault.validator != "required"]

    def test_inherited_fields_are_checked(self):
        for schema in ("invoice/1", "credit-note/1", "receipt/1"):
            with self.subTest(schema):
                self.assertEqual(self.faults(schema, {"gross_total": field("12.50"), "due_date": field("2026-01-31")}), [])
                self.assertIn(["fields", "gross_total", "value"], self.faults(schema, {"gross_total": field("12,50")}))

    def test_a_date_that_only_the_parent_knows(self):
        self.assertIn(["fields", "due_date", "value"], self.faults("credit-note/1", {"due_date": field("31.01.2026")}))

    def test_inherited_columns_are_checked(self):
        self.assertEqual(self.faults("credit-note/1", line={"net_amount": field("5.00")}), [])
        self.assertIn(["line_items", 0, "net_amount", "value"], self.faults("credit-note/1", line={"net_amount": field("5,00")}))


class Rules(unittest.TestCase):
    def test_omitted_and_replaced_fields_are_the_types_own(self):
        number = {"type": "object", "properties": {"value": {"pattern": "^[0-9]+$"}}}
        text = {"type": "object"}
        parent = {"x-extract": {"name": "a", "version": 1}, "properties": {"fields": {"properties": {"x": number, "y": number, "z": number}}}}
        child = {"x-extract": {"name": "b", "version": 1, "extends": "a", "omit": ["y"]}, "properties": {"fields": {"properties": {"x": text}}}}
        with tempfile.TemporaryDirectory() as folder:
            for name, schema in (("a", parent), ("b", child)):
                Path(folder, f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
            validator = validate.load(Path(folder))["b/1"]
        result = {"fields": {name: {"value": "no number"} for name in "xyz"}}
        self.assertEqual([fault.absolute_path[1] for fault in validator.iter_errors(result)], ["z"])


if __name__ == "__main__":
    unittest.main()

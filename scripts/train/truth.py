"""When a candidate is right: the rules of the accuracy suite (docs/decisions/0061), for names a little stricter."""
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

NAMES = {"supplier_name", "customer_name"}
# Compared as names are.
ADDRESSES = {"supplier_address"}
AMOUNTS = {"net_total", "tax_total", "gross_total", "amount_due"}
DATES = {"invoice_date", "due_date"}


def fold_text(value):
    return "".join(c for c in unicodedata.normalize("NFKC", str(value)).casefold() if c.isalnum())


def same_name(left, right):
    if fold_text(left) == fold_text(right):
        return True
    a, b = (set(re.findall(r"\w+", unicodedata.normalize("NFKC", str(x)).casefold())) for x in (left, right))
    common = " ".join(sorted(a & b))
    with_a, with_b = (" ".join([common, *sorted(x - (a & b))]).strip() for x in (a, b))
    ratios = [SequenceMatcher(None, x, y).ratio() for x, y in ((common, with_a), (common, with_b), (with_a, with_b)) if x and y]
    # A name that only holds the other one is a different spelling; better to learn the whole of it.
    return bool(ratios) and SequenceMatcher(None, with_a, with_b).ratio() >= 0.9


def is_right(model, value, truth):
    if model in NAMES | ADDRESSES:
        return same_name(value, truth)
    if model in AMOUNTS:
        try:
            return abs(Decimal(value) - Decimal(str(truth))) < Decimal("0.005")
        except InvalidOperation:
            return False
    if model in DATES:
        return str(value) == str(truth)
    return fold_text(value) == fold_text(truth)


def right_items(values, items):
    """Which candidates are an item's amount. A value is the amount and the lines around it, the own one first, with tabs
    between; of several places with the same amount the one with the item's words is right, then the one furthest right."""
    lines = [value.split("\t") for value in values]
    words = [[set(re.findall(r"\w+", fold_words(line))) for line in texts[1:]] for texts in lines]
    right = [False] * len(values)
    start = 0
    for item in items:
        wanted = [w for w in as_list(item.get("net_amount")) if w is not None]
        said = set(re.findall(r"\w+", fold_words(" ".join(map(str, as_list(item.get("description")))))))
        best, best_score = None, None
        for index, texts in enumerate(lines):
            if right[index] or not any(is_right("net_total", texts[0], w) for w in wanted):
                continue
            shares = [len(said & own) / max(1, len(said)) for own in words[index]]
            # Items are printed in their order: a place behind the last one found is likelier.
            score = (shares[0] + 0.5 * max(shares[1:] or [0]) + (0.3 if index >= start else 0), index)
            if best is None or score[0] > best_score[0] + 1e-9 or (abs(score[0] - best_score[0]) < 1e-9 and same_line(lines, best, index)):
                best, best_score = index, score
        if best is not None:
            right[best] = True
            start = best
    return right


def same_line(lines, left, right):
    return lines[left][1:] == lines[right][1:]


def as_list(value):
    return value if isinstance(value, list) else [value]


def fold_words(text):
    return unicodedata.normalize("NFKC", text).casefold()

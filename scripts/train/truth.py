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

#!/usr/bin/env python3
"""Give the identifiers on pages of words other shapes, and their truth with them.

usage: reshape.py --seed N --out DIR --truth DIR --truth-out DIR NAME.words.json...

Made documents have a few ways of writing invoice numbers and orders, and models learn those ways: a labelled order of an odd
shape scored below a bare number without a label. Here every identifier of a document, whether anybody looks for it or not,
gets a shape of its own by lot, so that only labels and places tell which is which. The same string gets the same new one
wherever it stands. VAT ids, accounts, telephone numbers, postal codes, dates and amounts stay as they are.
"""
import re

from truth import as_list, fold_text
from words import change_files

FIELDS = ("invoice_number", "purchase_order")
# Print of these fields is nobody's identifier to change.
KEPT = ("supplier_vat_id", "customer_vat_id", "supplier_iban", "supplier_address", "supplier_name", "customer_name")
# Behind these, or below them, a number is an identifier although it has no letter.
NUMBER = re.compile(r"(?i)(nr|no|n|num|nummer|number|numer|numero|número|numéro|numeris|numărul|číslo|č|cislo|szám|száma|numero|nro|"
                    r"ref|réf|rif|id|code|codice|código|kod|kód|ddt|albarán|lieferschein|auftrag|bestellung|order|commande|pedido|"
                    r"ordine|encomenda|zamówienie|objednávka|beställning|contract|vertrag|contrat|offerte?|angebot|devis|"
                    r"kundennr|kundnr|kundenr|klantnr|debitor|kd-nr|po)|.*(nummer|number|nr|numero|nro|nº|n°|nº)")
# Where one of these stands before it in the line, it is none of ours.
OTHER = re.compile(r"(?i)tel|fon\b|phone|fax|mobil|iban|bic|swift|bank|konto|account|compte|cuenta|rekening|blz|sort|bsb|giro|vat|"
                   r"ust|mwst|uid|tva|btw|iva|nif|cif|moms|alv|nip|regon|dph|ičo|dič|tax|steuer|hrb|register|rcs|siret|siren|kvk|abn|"
                   r"acn|gln|ean|gtin|capital|postfach|p\.?o\.? ?box|cnpj|krs|org|ytunnus|y-tunnus|cvr|gst|hst|qst|page|seite")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-./]?[^\W\d_]{3,9}[-./]?\d{2,4}")
MONEY = re.compile(r"[-+(]?\D{0,4}\d{1,3}([.,' ]?\d{3})*[.,]\d{2,4}\D{0,4}")
EDGES = "()[]{}<>,;:.\"'*"
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
TRIES = 12


def digits(rng, least, most=None):
    return "".join(rng.choice("0123456789") for _ in range(rng.randint(least, most or least)))


def counter(rng, least, most):
    """A running number: mostly low, often filled up with zeros."""
    number = str(rng.randint(1, 10 ** rng.randint(1, most) - 1))
    return number.zfill(rng.randint(least, most)) if rng.random() < 0.5 else number.zfill(least)


def letters(rng, least, most=None):
    text = "".join(rng.choice(LETTERS) for _ in range(rng.randint(least, most or least)))
    return text.lower() if rng.random() < 0.12 else text


def year(rng):
    number = rng.randint(2015, 2029)
    return str(number) if rng.random() < 0.6 else str(number % 100)


def month(rng):
    return f"{rng.randint(1, 12):02}"


def mark(rng):
    return rng.choice("-/-/-/._")


def bare(rng):
    text = digits(rng, 3, 10)
    return text if rng.random() < 0.25 else rng.choice("123456789") + text[1:]


def grouped(rng):
    return mark(rng).join(digits(rng, 2, 5) for _ in range(rng.randint(2, 3)))


def lot(rng):
    """A code of letters and digits in no order."""
    text = "".join(rng.choice(LETTERS + "0123456789" * 2) for _ in range(rng.randint(5, 10)))
    return text + digits(rng, 1) if not any(c.isdigit() for c in text) else text


def hexadecimal(rng):
    text = "".join(rng.choice("0123456789abcdef") for _ in range(32))
    text = rng.choice([text[:8], text[:12], f"{text[:8]}-{text[8:12]}", f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"])
    text = text if any(c.isdigit() for c in text) else text[:-1] + "7"
    return text.upper() if rng.random() < 0.3 else text


# One word each: of an identifier of two words each word is a candidate, and none of them would be right.
SHAPES = [
    bare, bare, bare, bare, grouped, lot, hexadecimal,
    lambda r: "4500" + digits(r, 6),
    lambda r: year(r) + mark(r) + counter(r, 1, 6),
    lambda r: year(r) + month(r) + counter(r, 2, 4),
    lambda r: counter(r, 1, 5) + mark(r) + year(r),
    lambda r: counter(r, 1, 3) + "/" + month(r) + "/" + year(r),
    lambda r: year(r) + mark(r) + month(r) + mark(r) + counter(r, 2, 4),
    lambda r: letters(r, 1, 4) + counter(r, 3, 7),
    lambda r: letters(r, 1, 4) + counter(r, 3, 7),
    lambda r: letters(r, 1, 5) + mark(r) + counter(r, 3, 7),
    lambda r: letters(r, 1, 5) + mark(r) + counter(r, 3, 7),
    lambda r: letters(r, 1, 5) + mark(r) + year(r) + mark(r) + counter(r, 1, 5),
    lambda r: letters(r, 2, 5) + year(r) + mark(r) + counter(r, 1, 5),
    lambda r: letters(r, 2, 4) + mark(r) + letters(r, 1, 4) + mark(r) + counter(r, 2, 5),
    lambda r: letters(r, 2) + mark(r) + digits(r, 4) + mark(r) + letters(r, 1) + digits(r, 2, 3),
    lambda r: letters(r, 1) + mark(r) + year(r) + "." + digits(r, 3),
    lambda r: counter(r, 2, 5) + mark(r) + letters(r, 1, 4),
    lambda r: year(r) + mark(r) + letters(r, 1, 4) + mark(r) + counter(r, 2, 5),
    lambda r: letters(r, 2, 3) + mark(r) + r.choice(MONTHS) + year(r) + mark(r) + counter(r, 1, 4),
    lambda r: counter(r, 2, 6) + letters(r, 1, 2),
    lambda r: "#" + counter(r, 3, 6),
]


def is_readable(text):
    """No date, no amount, and three characters at least: what nobody could tell for an identifier is not drawn."""
    return len(fold_text(text)) >= 3 and any(c.isdigit() for c in text) and not DATE.fullmatch(text) and not MONEY.fullmatch(text)


def lines_of(words):
    """Words that stand beside each other, from left to right, as lists of their indices."""
    lines = []
    for index in sorted(range(len(words)), key=lambda i: (words[i]["box"]["y"], words[i]["box"]["x"])):
        box = words[index]["box"]
        middle = box["y"] + box["height"] / 2
        for line in reversed(lines[-6:]):
            other = words[line[0]]["box"]
            if other["y"] <= middle <= other["y"] + other["height"]:
                line.append(index)
                break
        else:
            lines.append([index])
    return [sorted(line, key=lambda i: words[i]["box"]["x"]) for line in lines]


def parts(text):
    """What stands before an identifier in its word ("PO:", brackets), the identifier, and what stands behind it."""
    head = re.match(r"(?:[^\W\d]+\.?:|[#№]|N[°º]|[(\[<\"'*])*", text).group()
    body = text[len(head):]
    tail = body[len(body.rstrip(EDGES)):]
    return head, body[:len(body) - len(tail)] if tail else body, tail


def is_label(text):
    return bool(NUMBER.fullmatch(text.strip(EDGES + "#/"))) or text.endswith((":", "#", "°", "º"))


def above(words, word):
    """Text of the words that stand directly above."""
    box = word["box"]
    found = [w for w in words if w["box"]["x"] < box["x"] + box["width"] and box["x"] - 2 * box["height"] < w["box"]["x"] + w["box"]["width"]
             and 0 < box["y"] - w["box"]["y"] < 2.6 * max(box["height"], w["box"]["height"])]
    return " ".join(w["text"] for w in found), any(is_label(w["text"]) for w in found)


def codes(words, lines, kept):
    """Identifiers nobody looks for."""
    found = set()
    for line in lines:
        for at, index in enumerate(line):
            head, body, _ = parts(words[index]["text"])
            count = sum(c.isdigit() for c in body)
            if count < 3 or len(body) > 24 or not re.fullmatch(r"[\w/.#_-]+", body) or DATE.fullmatch(body) or MONEY.fullmatch(body):
                continue
            if fold_text(body) in kept or "@" in body or body.startswith("+"):
                continue
            before = [words[i]["text"] for i in line[max(0, at - 4):at]]
            over, labelled = above(words, words[index])
            if OTHER.search(" ".join(before[-3:]) + " " + head) or (OTHER.search(over) and not before):
                continue
            beside = line[at + 1:at + 2] + line[max(0, at - 1):at]
            if any(words[i]["text"].strip(EDGES).isdigit() for i in beside if gap(words[index], words[i]) < words[index]["size"]):
                continue
            has_letter = any(c.isalpha() for c in body)
            if (has_letter and len(body) >= 5) or (count >= 4 and (head or (before and is_label(before[-1])) or labelled)):
                found.add(body)
    return found


def gap(left, right):
    a, b = sorted((left["box"], right["box"]), key=lambda box: box["x"])
    return b["x"] - a["x"] - a["width"]


def places(words, lines, value):
    """Where a value stands: indices of its words, what is before it in the first and behind it in the last."""
    wanted = fold_text(value)
    for line in lines:
        for start in range(len(line)):
            for end in range(start, min(len(line), start + 5)):
                run = line[start:end + 1]
                if start == end:
                    head, body, tail = parts(words[run[0]]["text"])
                    if fold_text(body) != wanted and fold_text(words[run[0]]["text"]) == wanted:
                        head, body, tail = "", words[run[0]]["text"], ""
                    if fold_text(body) == wanted:
                        yield run, head, tail
                elif all(gap(words[a], words[b]) < words[a]["size"] for a, b in zip(run, run[1:])):
                    if any(not fold_text(words[i]["text"]) for i in (run[0], run[-1])):
                        continue
                    if fold_text("".join(words[i]["text"] for i in run)) == wanted:
                        yield run, "", ""


def room(page, line, run):
    """From where to where a text that begins at the first word may reach without touching its neighbours."""
    words = page["words"]
    first, last = words[run[0]], words[run[-1]]
    before = [words[i]["box"] for i in line if words[i]["box"]["x"] < first["box"]["x"]]
    behind = [words[i]["box"] for i in line if words[i]["box"]["x"] > last["box"]["x"]]
    space = first["size"] * 0.28
    return (max([b["x"] + b["width"] + space for b in before], default=20.0),
            min([b["x"] - space for b in behind], default=page["width"] - 15.0))


def draw(rng, spots):
    """A new identifier that has room wherever the old one stood; if none has, the shortest drawn."""
    drawn = []
    for _ in range(TRIES):
        text = rng.choice(SHAPES)(rng)
        if not is_readable(text):
            continue
        drawn.append(text)
        if all(len(text) * width <= right - left for width, left, right in spots):
            return text
    return min(drawn, key=len) if drawn else digits(rng, 5)


def put(page, line, run, text, head, tail):
    """Writes the text where the run stood: from its left edge, or to its right edge where it would reach too far."""
    words = page["words"]
    first, last = words[run[0]]["box"], words[run[-1]]["box"]
    left, right = room(page, line, run)
    old = " ".join(words[i]["text"] for i in run)
    x, end = first["x"], last["x"] + last["width"]
    each = (end - x) / len(old)
    new = head + text + tail
    width = each * len(new)
    if x + width > right:
        x = max(left, min(x, end - width)) if end - width >= left else left
        each = min(each, (right - x) / len(new)) if right > x else each
    sample = dict(words[run[0]])
    for i in run:
        words[i]["gone"] = True
    words[run[0]]["instead"] = dict(sample, text=new, box=dict(first, x=x, width=each * len(new)))


def replaced(text, new):
    return " ".join(new.get(word, word) for word in text.split(" "))


def in_truth(value, new):
    if isinstance(value, str):
        return replaced(value, new)
    if isinstance(value, list):
        return [in_truth(v, new) for v in value]
    return {k: in_truth(v, new) if k == "description" else v for k, v in value.items()} if isinstance(value, dict) else value


def reshape(pages, truth, rng):
    fields = truth["fields"]
    kept = {fold_text(part) for field in KEPT for value in as_list(fields.get(field) or []) for part in [*str(value).split(), value]}
    lines = [lines_of(page["words"]) for page in pages]
    wanted = {str(v) for field in FIELDS for v in as_list(fields.get(field) or [])}
    others = set().union(*(codes(page["words"], found, kept) for page, found in zip(pages, lines))) if pages else set()
    folded = {fold_text(v) for v in wanted}
    old = sorted(wanted, key=lambda v: (-len(v), v)) + sorted(v for v in others if fold_text(v) not in folded)
    new = {}
    for value in old:
        found = []
        for page, page_lines in zip(pages, lines):
            for run, head, tail in places(page["words"], page_lines, value):
                line = next(line for line in page_lines if run[0] in line)
                if not any("gone" in page["words"][i] for i in run):
                    found.append((page, line, run, head, tail))
        spots = []
        for page, line, run, head, tail in found:
            words = page["words"]
            left, right = room(page, line, run)
            text = " ".join(words[i]["text"] for i in run)
            end = words[run[-1]]["box"]["x"] + words[run[-1]]["box"]["width"]
            spots.append(((end - words[run[0]]["box"]["x"]) / len(text), left, right))
        if not found:
            continue
        text = draw(rng, spots)
        while fold_text(text) in kept | {fold_text(v) for v in new.values()}:
            text = bare(rng)
        new[value] = text
        for page, line, run, head, tail in found:
            if not any("gone" in page["words"][i] for i in run):
                put(page, line, run, text, head, tail)
    for page in pages:
        words = []
        for word in page["words"]:
            gone = word.pop("gone", False)
            made = word.pop("instead", None)
            if made or not gone:
                words.append(made or word)
        page["words"] = words
    for field in FIELDS:
        if isinstance(fields.get(field), list):
            fields[field] = [new.get(str(v), v) for v in fields[field]]
        elif fields.get(field):
            fields[field] = new.get(str(fields[field]), fields[field])
    if truth.get("line_items"):
        truth["line_items"] = in_truth(truth["line_items"], new)
    # How it was printed is no longer so.
    truth.pop("printed", None)


if __name__ == "__main__":
    change_files(reshape, __doc__, with_truth=True)

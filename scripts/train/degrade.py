#!/usr/bin/env python3
"""Make words of a text layer look as if they had been recognized from a scan.

usage: degrade.py --seed N --out DIR NAME.words.json...

Scans that are really recognized cost seconds each; these cost nothing, and show models the same: no fonts, frames around ink
instead of fonts (the inverse of Sources/Extractors/Layout/RecognizedPrint.swift), frames that caught a stroke, letters taken
for others, accents and points lost, words joined, cut or lost, and print read out of logos and specks. Words with digits are
hardly changed: what a candidate is worth is told by its value, and a changed value would teach that its place is wrong.
"""
import random

from words import change_files

LOOKALIKES = {"O": "0", "0": "O", "l": "1I", "I": "l1", "S": "5", "B": "8", "h": "b", "c": "e", "e": "c", "ß": "RB", "f": "t",
              "t": "f", "ä": "a", "ö": "o", "ü": "u", "é": "e", "è": "e", "à": "a", "ç": "c", "ê": "e", "ó": "o", "ł": "l",
              "ż": "z", "ą": "a", "ę": "e", "í": "i", "ñ": "n", "Ä": "A", "Ö": "O", "Ü": "U", "É": "E"}
PAIRS = [("rn", "m"), ("m", "rn"), ("nn", "m"), ("cl", "d"), ("ii", "u"), ("vv", "w"), ("fi", "f")]
NOISE = ["|", "—", "=", "~", "°", "«", "»", "©", "®", "¢", "“", "ee", "oe", "i", "a", "Z", "S|", "\\", "/", "(J", "&", "A", "wy",
         "Pa", "ZN", "SS", "fe", "tt"]


def ink(text):
    """How far a word's ink reaches over and under its base line, in ems."""
    top = bottom = 0.0
    for c in text:
        if c in "acemnorsuvwxzgpqyçæœ":
            over = 0.55
        elif c in ".,;:…_-–—+=~•·'\"`*°^":
            over = 0.5 if c in "'\"`*°^" else 0.3 if c in "-–—+=~•·" else 0.12
        elif "À" <= c <= "Ý":
            over = 0.92
        elif c == "t":
            over = 0.68
        else:
            over = 0.73
        top = max(top, over)
        bottom = max(bottom, 0.21 if c in "gpqyjç" else 0.16 if c in ",;()[]{}|/@§$" else 0)
    return top, bottom


def misread(text, rng):
    for one, other in rng.sample(PAIRS, len(PAIRS)):
        if one in text and rng.random() < 0.3:
            return text.replace(one, other, 1)
    places = [i for i, c in enumerate(text) if c in LOOKALIKES]
    if places:
        i = rng.choice(places)
        return text[:i] + rng.choice(LOOKALIKES[text[i]]) + text[i + 1:]
    return text


def changed(text, rate, rng):
    """The text as it was recognized; empty when it was not."""
    has_digit = any(c.isdigit() for c in text)
    if rng.random() < (0.001 if has_digit else 0.03 if len(text) < 3 else 0.003):
        return ""
    if not has_digit:
        if any(ord(c) > 0xBF for c in text) and rng.random() < 0.2:
            text = "".join(LOOKALIKES.get(c, c)[0] if ord(c) > 0xBF else c for c in text)
        if rng.random() < rate:
            text = misread(text, rng)
        if text[-1] in ".,:" and len(text) > 2 and rng.random() < 0.04:
            text = text[:-1] if rng.random() < 0.7 else text[:-1] + rng.choice(".,:")
    elif rng.random() < rate / 6:
        text = misread(text, rng)
    return text


def framed(word, text, slope, rng):
    box, em = word["box"], word["size"]
    base = box["y"] + box["height"] * 0.8 + slope * box["x"]
    top, bottom = (reach * em + rng.gauss(0, 0.015) * em for reach in ink(text))
    if rng.random() < 0.012:
        top, bottom = top + rng.uniform(0, 0.5) * em, bottom + rng.uniform(0.1, 0.4) * em
    side = min(0.05 * em, box["width"] * 0.1)
    return dict(x=box["x"] + side + rng.gauss(0, 0.02) * em, y=base - top, width=max(0.5, box["width"] - 2 * side),
                height=max(0.4, top + bottom))


def joined(words, rng):
    """Now and then a word is read as one with its neighbour, or as two."""
    result = []
    for word in words:
        last = result[-1] if result else None
        if (last and rng.random() < 0.008 and abs(last["box"]["y"] - word["box"]["y"]) < 1
                and 0 < word["box"]["x"] - last["box"]["x"] - last["box"]["width"] < 0.35 * word["size"]):
            last["text"] += word["text"]
            last["box"]["width"] = word["box"]["x"] + word["box"]["width"] - last["box"]["x"]
            continue
        text, box = word["text"], word["box"]
        if len(text) > 6 and text.isalpha() and rng.random() < 0.004:
            cut = rng.randint(2, len(text) - 2)
            share = box["width"] * cut / len(text)
            result.append(dict(word, text=text[:cut], box=dict(box, width=share * 0.97)))
            word = dict(word, text=text[cut:], box=dict(box, x=box["x"] + share * 1.03, width=(box["width"] - share) * 0.97))
        result.append(word)
    return result


def specks(page, rng):
    size = sorted(w["size"] for w in page["words"])[len(page["words"]) // 2]
    found = []
    for _ in range(rng.choice([0, 0, 1, 2, 3, 5])):
        text = rng.choice(NOISE)
        height = size * rng.choice([0.3, 0.6, 0.8, 1.2, 2.5])
        y = rng.random() * page["height"] * rng.choice([0.15, 0.15, 0.98])
        found.append(dict(text=text, size=height, source="ocr", confidence=round(rng.uniform(0.1, 0.75), 3),
                          box=dict(x=rng.random() * page["width"] * 0.95, y=y, width=height * 0.5 * len(text), height=height)))
    return found


def degrade(pages, rng):
    rate = rng.choice([0.005, 0.015, 0.03, 0.06])
    for page in pages:
        words = page["words"]
        if not words:
            continue
        slope = rng.gauss(0, 0.0012)
        noise = specks(page, rng)
        result = []
        for word in joined([dict(w, box=dict(w["box"])) for w in words], rng):
            text = changed(word["text"], rate, rng)
            if not text:
                continue
            sure = rng.uniform(0.87, 0.97) if text == word["text"] or rng.random() < 0.4 else rng.uniform(0.3, 0.9)
            result.append(dict(text=text, box=framed(word, text, slope, rng), size=word["size"], source="ocr",
                               confidence=round(sure, 3)))
        page["words"] = result + noise
        page["reading"] = "ocr"


if __name__ == "__main__":
    change_files(degrade, __doc__)

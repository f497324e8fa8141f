#!/usr/bin/env python3
"""Put decoys on pages of words: print that real documents carry and generated ones mostly do not.

usage: augment.py --seed N --out DIR NAME.words.json...

A form's version and its date, the printing date, opening hours, legal notices with dates, software and group names, share
capital, file numbers: none of it is what anybody looks for. Models that have seen them rely on labels and places rather
than on how many dates or names a page has. Lines go where the page is free.
"""
import random

from words import change_files

WORDS = ["Form", "Version", "Stand", "Revision", "Rev.", "Druck", "Printed", "Imprimé le", "Gedruckt am", "valid from",
         "gültig ab", "Code", "Batch", "Archiv", "Log", "File", "Ref.int.", "MSG", "Job", "Terminal", "Ausdruck", "as of",
         "Conditions", "AGB", "Terms", "CGV", "updated", "aktualisiert", "edizione", "versión", "wydanie", "Blatt"]
SYLLABLES = ["ka", "lo", "ven", "tri", "mar", "sol", "dex", "pra", "nor", "bel", "tum", "gar", "fin", "wex", "ost", "rill"]
FORMS = ["GmbH", "Ltd", "Inc.", "S.A.", "SARL", "B.V.", "S.r.l.", "AB", "Group", "Software", "Systems", "Bank", "Verband"]
PHRASES = ["Printed with {n}", "A member of the {n}", "powered by {n}", "Software: {n}", "{n}, Amtsgericht", "Bank: {n}",
           "Partner of {n}", "Certified by {n}", "Factoring: {n}", "{n} Versicherung", "Design {n}"]


def name(rng):
    word = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 3))).capitalize()
    return f"{word} {rng.choice(FORMS)}"


def date(rng):
    y, m, d = rng.randint(2005, 2031), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice([f"{d:02}.{m:02}.{y}", f"{y}-{m:02}-{d:02}", f"{d:02}/{m:02}/{y}", f"{d} {['Jan','Feb','Mar','Apr','May','Jun','Jul','Aug','Sep','Oct','Nov','Dec'][m-1]} {y}"])


# Days near the invoice's that are neither its date nor when it is due.
NEAR = ["2 % Skonto bis", "Skontofrist", "Next billing date", "Renews on", "Valid until", "Check-out", "Departure", "Arrival",
        "Order date", "Bestelldatum", "Besteldatum", "Date de commande", "Data zamówienia", "Fecha de pedido", "Lieferung am",
        "Delivered", "Expédié le", "Geleverd op", "Paid on", "Date paid", "Bezahlt am", "Payé le", "Betaald op", "Pagado el",
        "Period end", "bis", "to", "au", "t/m", "Nächster Abschlag", "Next reading", "Prochaine facture", "Volgende factuur",
        "Service from", "Einsatz am", "Lieferschein vom", "DDT del", "Albarán del", "Data ordine", "Scadenza offerta", "Garantie bis"]


def near_date(rng, words):
    """A day close to one that is printed, written in the same way; none where no plain date is printed."""
    dates = [w["text"].strip(",;") for w in words if len(w["text"]) >= 8 and sum(c.isdigit() for c in w["text"]) in (6, 8)
             and sum(c in "./-" for c in w["text"]) == 2]
    if not dates:
        return None
    text = rng.choice(dates)
    separator = next(c for c in text if c in "./-")
    parts = text.split(separator)
    if len(parts) != 3 or not all(p.isdigit() for p in parts):
        return None
    day, month, year = (2, 1, 0) if len(parts[0]) == 4 else (0, 1, 2)
    if int(parts[month]) > 12:
        day, month = month, day
    moved = rng.randint(-15, 75)
    number = int(parts[day]) + moved
    months, number = divmod(number - 1, 28)
    month_number = int(parts[month]) - 1 + months
    parts[year] = str(int(parts[year]) + month_number // 12).zfill(len(parts[year]))
    parts[month] = str(month_number % 12 + 1).zfill(len(parts[month]))
    parts[day] = str(number + 1).zfill(len(parts[day]))
    return separator.join(parts)


def line(rng, words):
    kind = rng.random()
    if kind < 0.3:
        near = near_date(rng, words)
        if near:
            return f"{rng.choice(NEAR)}{rng.choice(['', ':'])} {near}"
    if kind < 0.45:
        return f"{rng.choice(WORDS)} {rng.choice(['', str(rng.randint(1, 9)) + '.' + str(rng.randint(0, 9)) + ' '])}{date(rng)}"
    if kind < 0.65:
        return f"{rng.choice(WORDS)} {rng.choice(['A', 'X-', '', 'FK', 'No ', '#'])}{rng.randint(1000, 99999999)}"
    if kind < 0.9:
        return rng.choice(PHRASES).format(n=name(rng))
    return f"Capital {rng.choice(['EUR', 'CHF', 'USD'])} {rng.randint(10, 900)}.000,00"


def free_bands(page, height):
    """Tops of stretches of the page that hold no word, with two points to spare."""
    taken = sorted((w["box"]["y"], w["box"]["y"] + w["box"]["height"]) for w in page["words"])
    bands, end = [], 8.0
    for top, bottom in taken:
        while top - end > height + 4:
            bands.append(end + 2)
            end += height + 4
        end = max(end, bottom)
    while page["height"] - 8 - end > height + 4:
        bands.append(end + 2)
        end += height + 4
    return bands


def decorate(pages, rng):
    for page in pages[:1] + pages[1:][-1:]:
        words = page["words"]
        if not words or rng.random() < 0.25:
            continue
        size = sorted(w["size"] for w in words)[len(words) // 2] * rng.choice([0.7, 0.85, 1.0, 1.0])
        bands = free_bands(page, size)
        rng.shuffle(bands)
        edge = [b for b in bands if b < page["height"] * 0.12 or b > page["height"] * 0.85] or bands
        for _ in range(rng.randint(1, 4)):
            if not edge:
                break
            y = edge.pop() if rng.random() < 0.75 or not bands else bands.pop()
            if y in edge:
                edge.remove(y)
            x = rng.choice([40.0, 56.7, page["width"] * 0.35, page["width"] * 0.6])
            for text in line(rng, list(words)).split():
                width = size * 0.52 * len(text)
                if x + width > page["width"]:
                    break
                word = dict(words[0], text=text, size=size, box=dict(x=x, y=y, width=width, height=size))
                word.pop("confidence", None)
                words.append(word)
                x += width + size * 0.28


if __name__ == "__main__":
    change_files(decorate, __doc__)

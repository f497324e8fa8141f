#!/usr/bin/env python3
"""Train the models that weigh candidates (schemas/scoring.json).

usage: train.py --features FILE=TRUTHDIR[:WEIGHT[:[-]MODEL,...]] ... --out schemas/scoring.json [--folds DIR] [--seed N]

FILE is what `payables drafts --features` wrote: a first line of feature names by model, then one line per document with its
candidates. TRUTHDIR holds NAME.truth.json. With models named, FILE teaches only these; with - before them, all but these.
A candidate is right when its value equals the truth by the rules of the accuracy suite (docs/decisions/0061); amounts of
items, of which a document has many, when an item of the truth stands there. Documents that share a layout always fall into
the same fold: every figure is of layouts that the trees have not seen. --folds writes each fold's models and the names of
its documents, so that the whole program can be measured the same way. The same input and seed give the same file.
"""
import argparse
import hashlib
import json
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from truth import fold_text, is_right, right_items

FOLDS = 5


def load(spec):
    """Rows of one features file: model -> (X, y, weight, document index); documents with their layouts."""
    name, _, rest = spec.partition("=")
    folder, _, rest = rest.partition(":")
    weight, _, listed = rest.partition(":")
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    names = json.loads(lines[0])
    rows, documents = [], []
    for line in lines[1:]:
        dump = json.loads(line)
        path = Path(folder) / f"{dump['doc']}.truth.json"
        if not path.exists():
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))
        layout = truth.get("layout") or dump["doc"]
        documents.append((f"{Path(folder).name}/{dump['doc']}", layout, float(weight or 1)))
        fields, absent = truth["fields"], set(truth.get("absent", []))
        many = {model: [e for e in dump["examples"] if e["model"] == model] for model in MANY}
        for model, examples in many.items():
            if truth.get("line_items"):
                for example, right in zip(examples, right_items([e["value"] for e in examples], truth["line_items"])):
                    rows.append((model, len(documents) - 1, right, example["features"], example["value"]))
        for example in dump["examples"]:
            model = example["model"]
            if model in MANY:
                continue
            wanted = fields.get(model)
            if wanted is None:
                if model not in absent:
                    continue
                right = False
            else:
                right = any(is_right(model, example["value"], w) for w in (wanted if isinstance(wanted, list) else [wanted]))
            rows.append((model, len(documents) - 1, right, example["features"], example["value"]))
    if listed:
        models = set(listed.removeprefix("-").split(","))
        if models - set(names):
            sys.exit(f"{spec}: no such model")
        rows = [row for row in rows if (row[0] in models) != listed.startswith("-")]
    return names, documents, rows


def parameters(seed):
    return dict(
        objective="binary", learning_rate=0.08, num_leaves=15, min_data_in_leaf=12, feature_fraction=0.6,
        bagging_fraction=0.8, bagging_freq=1, lambda_l2=2.0, max_depth=7, verbose=-1, seed=seed, deterministic=True,
        force_row_wise=True, num_threads=1, max_bin=127)


# What the program understands of most made documents it does not of every real one. Each row is learnt from once more
# without its headings, without the sums that rules found, and without any label: (what is withheld, weight).
HEADINGS = ("under*", "inTable", "tableRow", "tableCount", "rowsBelowHeading", "hasHeading")
SUMS = ("inSummed", "summedCount")
LABELS = ("names*", "labelShare", "hasColon", "role*", "totalsAbove", "rowsToTotal")
WITHHELD = {"line_item": [(HEADINGS, 0.5), (HEADINGS + SUMS, 0.5), (HEADINGS + SUMS + LABELS, 0.3)]}
# What an unknown feature reads, where that is not 0.
UNKNOWN = {"rowsToTotal": 80.0}


def with_less_known(model, names, x, y, weight):
    """The rows, and copies of them in which some features are as if nothing were known."""
    xs, ys, weights = [x], [y], [weight]
    for patterns, share in WITHHELD.get(model, []):
        copy = x.copy()
        for at, name in enumerate(names):
            if any(name == p or (p.endswith("*") and name.startswith(p[:-1])) for p in patterns):
                copy[:, at] = UNKNOWN.get(name, 0.0)
        xs.append(copy); ys.append(y); weights.append(weight * share)
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(weights)


def fit(x, y, weight, rounds, seed):
    return lgb.train(parameters(seed), lgb.Dataset(x, y, weight=weight, free_raw_data=True), rounds)


def flatten(booster):
    """Nodes of all trees, children behind their parent, as offsets from it."""
    feature, value, left, right, roots = [], [], [], [], []

    def place(node):
        at = len(feature)
        if "leaf_value" in node:
            feature.append(-1); value.append(round(float(node["leaf_value"]), 5)); left.append(0); right.append(0)
            return at
        feature.append(node["split_feature"]); value.append(float(np.float32(node["threshold"]))); left.append(0); right.append(0)
        left[at] = place(node["left_child"]) - at
        right[at] = place(node["right_child"]) - at
        return at

    for tree in booster.dump_model()["tree_info"]:
        roots.append(place(tree["tree_structure"]))
    lists = dict(feature=feature, value=value, left=left, right=right, roots=roots)
    # One text for each list: readers take a tenth of the time for it.
    return {name: " ".join(map(repr, numbers)) for name, numbers in lists.items()}


def best_of(rows_documents, scores):
    """Index of the likeliest candidate of each document."""
    best = {}
    for index, document in enumerate(rows_documents):
        if document not in best or scores[index] > scores[best[document]]:
            best[document] = index
    return sorted(best.values())


# Models whose values exclude each other.
RIVALS = {"supplier_name": "customer_name", "customer_name": "supplier_name", "supplier_vat_id": "customer_vat_id",
          "customer_vat_id": "supplier_vat_id", "purchase_order": "invoice_number"}
# Totals are chosen by what adds up; their lead over the next amount says little.
WITHOUT_MARGIN = {"net_total", "tax_total", "gross_total", "amount_due"}
MOST_MARGIN = 6.0
# Models that choose any number of candidates of a document, not one.
MANY = {"line_item"}


def is_one_value(left, right):
    """As PartyReader.isSame: one is the other, or a longer spelling of it."""
    return left == right or (min(len(left), len(right)) >= 6 and (left in right or right in left))


def margins(top, documents, scores, values, rivals):
    """How far the best candidate of each document leads the best of another value, 0...MOST_MARGIN."""
    best = {documents[index]: index for index in top}
    second = {}
    for index, document in enumerate(documents):
        if is_one_value(values[index], values[best[document]]) or values[index] == rivals.get(document):
            continue
        second[document] = max(second.get(document, -np.inf), scores[index])
    lead = [scores[index] - second.get(documents[index], -np.inf) for index in top]
    return np.clip(lead, 0, MOST_MARGIN)


def margin_weight(scores, lead, right, weight):
    """What a unit of lead is worth in units of score, by logistic regression; 0...3."""
    if len(set(right)) < 2:
        return 0.0
    fitted = LogisticRegression(C=10.0, max_iter=1000).fit(np.column_stack([scores, lead]), right, sample_weight=weight)
    of_score, of_lead = fitted.coef_[0]
    return round(float(np.clip(of_lead / max(of_score, 0.05), 0, 3)), 4)


def calibration(scores, right, weight):
    """Knots of an isotonic curve; at most 24, ends held away from 0 and 1 by what so many examples can tell."""
    curve = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, right, sample_weight=weight)
    grid = np.unique(np.quantile(scores, np.linspace(0, 1, 24)))
    ceiling = 1 - 1 / (len(scores) + 2)
    return [[round(float(s), 4), round(float(min(ceiling, max(0.005, c))), 4)] for s, c in zip(grid, curve.predict(grid))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", action="append", required=True, metavar="FILE=TRUTHDIR[:WEIGHT[:[-]MODEL,...]]")
    parser.add_argument("--out", required=True)
    parser.add_argument("--folds", help="folder for the models of each fold")
    parser.add_argument("--only", nargs="*", metavar="MODEL", help="train these models, not all")
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=20261125)
    options = parser.parse_args()

    names, documents, rows, digest = None, [], [], hashlib.sha256()
    for spec in options.features:
        these, docs, found = load(spec)
        if names is not None and these != names:
            sys.exit(f"{spec}: its features differ from those of the first file; write both with the same program")
        names = these
        rows += [(m, d + len(documents), r, f, v) for m, d, r, f, v in found]
        documents += docs
        digest.update(Path(spec.partition("=")[0]).read_bytes())
    layouts = sorted({layout for _, layout, _ in documents})
    shuffled = np.random.default_rng(options.seed).permutation(len(layouts))
    fold_of_layout = {layouts[j]: i % FOLDS for i, j in enumerate(shuffled)}
    fold_of = np.array([fold_of_layout[layout] for _, layout, _ in documents])
    weights = np.array([weight for _, _, weight in documents])

    stored, folds = {}, [dict(models={}) for _ in range(FOLDS)]
    metrics = {}
    print(f"{len(documents)} documents, {len(layouts)} layouts, {FOLDS} folds by layout")
    weighed, chosen = {}, {}
    for model in sorted(options.only or names):
        mine = [row for row in rows if row[0] == model]
        x = np.array([row[3] for row in mine], dtype=np.float32)
        y = np.array([row[2] for row in mine], dtype=np.int8)
        document = np.array([row[1] for row in mine])
        out_of_fold = np.zeros(len(mine))
        boosters = []
        for fold in range(FOLDS):
            seen = fold_of[document] != fold
            booster = fit(*with_less_known(model, names[model], x[seen], y[seen], weights[document[seen]]), options.rounds,
                          options.seed)
            out_of_fold[~seen] = booster.predict(x[~seen], raw_score=True)
            boosters.append(booster)
        top = list(range(len(mine))) if model in MANY else best_of(document, out_of_fold)
        values = [fold_text(row[4]) for row in mine]
        chosen[model] = {document[index]: values[index] for index in top}
        whole = fit(*with_less_known(model, names[model], x, y, weights[document]), options.rounds, options.seed)
        weighed[model] = (document, y, out_of_fold, top, values, boosters, whole)
    # When all have chosen: what one takes is no rival of the other.
    for model, (document, y, out_of_fold, top, values, boosters, whole) in weighed.items():
        w = weights[document]
        lead = np.zeros(len(top)) if model in MANY else margins(
            top, document, out_of_fold, values, chosen.get(RIVALS.get(model), {}))
        worth = 0.0 if model in WITHOUT_MARGIN | MANY else margin_weight(out_of_fold[top], lead, y[top], w[top])
        knots = calibration(out_of_fold[top] + worth * lead, y[top], w[top])
        for fold, booster in enumerate(boosters):
            folds[fold]["models"][model] = dict(features=names[model], marginWeight=worth, calibration=knots, **flatten(booster))
        stored[model] = dict(features=names[model], marginWeight=worth, calibration=knots, **flatten(whole))
        have = {d for d, right in zip(document, y) if right}
        hit = sum(1 for index in top if y[index])
        if model in MANY:
            # Documents whose candidates are all taken rightly.
            wrong = {document[index] for index in top if (out_of_fold[index] > 0) != bool(y[index])}
            hit = len(have - wrong)
        real = [index for index in top if weights[document[index]] > 1 and document[index] in have]
        metrics[model] = dict(
            candidates=len(y), documents_with_right_candidate=len(have), best_is_right=hit,
            share=round(hit / max(1, len(have)), 4))
        of_real = [int(y[i]) for i in real]
        if model in MANY:
            real = sorted({document[i] for i in real})
            of_real = [int(d not in wrong) for d in real]
        gain = whole.feature_importance("gain")
        order = np.argsort(-gain)[:6]
        print(f"{model:16} {len(have):5} documents, best candidate right {hit / max(1, len(have)):.4f}"
              f", of {len(real)} real {sum(of_real) / max(1, len(real)):.4f}; lead {worth:.2f}; "
              + ", ".join(f"{names[model][i]} {gain[i] / gain.sum():.0%}" for i in order))
    head = dict(seed=options.seed, rounds=options.rounds, data=digest.hexdigest(), documents=len(documents),
                layouts=len(layouts), metrics=metrics)
    Path(options.out).write_text(json.dumps(dict(about=head, models=stored), separators=(",", ":")) + "\n")
    if options.folds:
        folder = Path(options.folds)
        folder.mkdir(parents=True, exist_ok=True)
        for fold, models in enumerate(folds):
            (folder / f"fold{fold}.json").write_text(json.dumps(models, separators=(",", ":")) + "\n")
            (folder / f"fold{fold}.txt").write_text("\n".join(n for (n, _, _), f in zip(documents, fold_of) if f == fold) + "\n")


if __name__ == "__main__":
    main()

"""Makes evaluation.json: scores of made predictions by scikit-learn, intervals and tests by numpy and scipy.

Predictions of two made-up networks on ten made-up people; the draws of people are in the file, so that the test
scores the same ones.

    /usr/bin/python3 test/oracles/evaluation.py
"""
import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics

CLASSES = 3
rng = np.random.default_rng(5)

# People with one clip and with twenty, classes as unequal as they are in the field.
sizes = [1, 2, 3, 5, 8, 20, 4, 1, 6, 9]
subject = np.repeat(np.arange(len(sizes)), sizes)
known = rng.choice(CLASSES, size=len(subject), p=[0.62, 0.32, 0.06])


def said_by(right):
    wrong = rng.choice(CLASSES, size=len(known))
    return np.where(rng.random(len(known)) < right, known, wrong)


first, second = said_by(0.65), said_by(0.2)


def scores(k, s):
    return {
        "accuracy": metrics.accuracy_score(k, s),
        "uf1": metrics.f1_score(k, s, average="macro", labels=range(CLASSES), zero_division=0),
        "uar": metrics.recall_score(k, s, average="macro", labels=range(CLASSES), zero_division=0),
        "weightedF1": metrics.f1_score(k, s, average="weighted", labels=range(CLASSES), zero_division=0),
        "f1": metrics.f1_score(k, s, average=None, labels=range(CLASSES), zero_division=0).tolist(),
    }


def of_people(places, said):
    at = np.concatenate([np.flatnonzero(subject == place) for place in places])
    return at, known[at], said[at]


draws = rng.integers(0, len(sizes), size=(200, len(sizes)))
drawn = {"accuracy": [], "uf1": [], "uar": []}
for places in draws:
    _, k, s = of_people(places, first)
    is_whole = len(set(k.tolist())) == CLASSES
    found = scores(k, s)
    drawn["accuracy"].append(found["accuracy"])
    for name in ("uf1", "uar"):
        drawn[name].append(found[name] if is_whole else None)
intervals = {
    name: np.percentile([v for v in values if v is not None], [5, 95]).tolist() for name, values in drawn.items()
}

both = np.stack([first, second])


def difference(score):
    """Of networks that name each person as the row says that stands there; scipy swaps rows."""

    def statistic(x, y, axis=-1):
        x, y = np.atleast_2d(np.moveaxis(x, axis, -1)), np.atleast_2d(np.moveaxis(y, axis, -1))
        out = []
        for rows, others in zip(x.reshape(-1, x.shape[-1]).astype(int), y.reshape(-1, y.shape[-1]).astype(int)):
            a = both[rows[subject], np.arange(len(subject))]
            b = both[others[subject], np.arange(len(subject))]
            out.append(scores(known, a)[score] - scores(known, b)[score])
        return np.array(out).reshape(x.shape[:-1]).squeeze()

    return statistic


zeros, ones = np.zeros(len(sizes)), np.ones(len(sizes))
permutation = {}
for name in ("accuracy", "uf1"):
    test = stats.permutation_test(
        (zeros, ones), difference(name), permutation_type="samples", vectorized=False, n_resamples=np.inf
    )
    permutation[name] = {"difference": float(test.statistic), "p": float(test.pvalue)}

only_first = int(np.sum((first == known) & (second != known)))
only_second = int(np.sum((first != known) & (second == known)))
binomial = [
    {"few": few, "all": n, "p": float(stats.binomtest(few, n, 0.5).pvalue)}
    for few, n in [(0, 0), (0, 1), (2, 10), (5, 10), (3, 25), (180, 400)]
    if n > 0
]

# Restricted scores: the same predictions of some of the people; undefined where a class has no sample.
restricted = {}
for name, people in [("samm", range(3)), ("casme2", range(3, len(sizes)))]:
    at = np.flatnonzero(np.isin(subject, list(people)))
    found = scores(known[at], first[at])
    is_whole = len(set(known[at].tolist())) == CLASSES
    restricted[name] = {
        "accuracy": found["accuracy"],
        "uf1": found["uf1"] if is_whole else None,
        "uar": found["uar"] if is_whole else None,
    }

# Action units: five of 60 samples; -1 where nobody coded; the last never occurs though it is said.
unit_rng = np.random.default_rng(6)
unit_known = (unit_rng.random((60, 5)) < [0.5, 0.2, 0.05, 0.3, 0.0]).astype(int)
unit_logits = np.round(unit_rng.normal(size=(60, 5)) + 2 * unit_known - 1, 3)
unit_known[unit_rng.random((60, 5)) < [0.0, 0.3, 0.1, 0.5, 0.1]] = -1
unit_f1, unit_floor = [], []
for k, logit in zip(unit_known.T, unit_logits.T):
    coded = k >= 0
    occurs = bool(np.any(k == 1))
    unit_f1.append(metrics.f1_score(k[coded], logit[coded] >= 0, zero_division=0) if occurs else None)
    unit_floor.append(metrics.f1_score(k[coded], np.ones(coded.sum()), zero_division=0) if occurs else None)
units = {
    "known": unit_known.tolist(),
    "logits": unit_logits.tolist(),
    "f1": unit_f1,
    "floor": unit_floor,
    "mean": float(np.mean([f1 for f1 in unit_f1 if f1 is not None])),
}

# Spotted, then recognized: mean precision and mean recall over the classes that are known or said.
spotted_known, spotted_said = [0, 0, 1, 1, 2, 2, 0, 1, 2, 2], [0, 1, 1, 1, 2, 0, 0, 1, 1, 2]
precision, recall, _, _ = metrics.precision_recall_fscore_support(
    spotted_known, spotted_said, average="macro", zero_division=0
)
spotted = {
    "known": spotted_known,
    "said": spotted_said,
    "precision": float(precision),
    "recall": float(recall),
    "f1": float(2 * precision * recall / (precision + recall)),
}

out = {
    "spotted": spotted,
    "restricted": restricted,
    "units": units,
    "subject": [f"s{at}" for at in subject.tolist()],
    "known": known.tolist(),
    "first": first.tolist(),
    "second": second.tolist(),
    "scores": scores(known, first),
    "confusion": metrics.confusion_matrix(known, first, labels=range(CLASSES)).tolist(),
    "draws": draws.tolist(),
    "drawn": drawn,
    "intervals": intervals,
    "permutation": permutation,
    "mcNemar": {
        "onlyFirst": only_first,
        "onlySecond": only_second,
        "p": float(stats.binomtest(min(only_first, only_second), only_first + only_second, 0.5).pvalue),
    },
    "binomial": binomial,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")

"""Makes linear-svm.json: weights of scikit-learn's LinearSVC on made samples, with both losses.

    /usr/bin/python3 test/oracles/linear_svm.py
"""
import json
from pathlib import Path

import numpy as np
from sklearn.svm import LinearSVC

rng = np.random.default_rng(7)
SAMPLES, FEATURES, CLASSES = 60, 5, 3
labels = rng.integers(0, CLASSES, size=SAMPLES)
# Classes overlap: some samples stay on the wrong side.
x = (rng.normal(size=(SAMPLES, FEATURES)) + np.eye(CLASSES, FEATURES)[labels] * 1.5).astype(np.float32)
fresh = rng.normal(size=(8, FEATURES)).astype(np.float32)

cases = []
for loss, c in [("squared_hinge", 1.0), ("squared_hinge", 0.05), ("hinge", 1.0), ("hinge", 0.1)]:
    # The order of visits decides where the tolerance ends it: so tight that it does not show.
    svm = LinearSVC(C=c, loss=loss, dual=True, tol=1e-10, max_iter=2_000_000, random_state=0)
    svm.fit(x.astype(np.float64), labels)
    cases.append(
        {
            "loss": loss.replace("_", "-"),
            "c": c,
            "weights": np.hstack([svm.coef_, svm.intercept_[:, None]]).flatten().tolist(),
            "decisions": svm.decision_function(fresh.astype(np.float64)).flatten().tolist(),
            "said": svm.predict(fresh.astype(np.float64)).tolist(),
        }
    )

out = {"x": x.astype(float).flatten().tolist(), "labels": labels.tolist(), "fresh": fresh.astype(float).flatten().tolist(), "cases": cases}
Path(__file__).with_name("linear-svm.json").write_text(json.dumps(out) + "\n")

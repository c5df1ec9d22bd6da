"""Makes optimizers.json: ten steps of PyTorch's optimizers on a small regression, and losses with their gradients.

All in double precision; inputs are in the file, so that the test feeds the same numbers.

    /usr/bin/python3 test/oracles/optimizers.py
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
STEPS = 10


def rounded(tensor):
    return [float(v) for v in tensor.detach().flatten()]


x = torch.randn(8, 4).float().double()
y = torch.randn(8, 3).float().double()
w0 = (torch.randn(4, 3) / 2).float().double()
b0 = torch.randn(3).float().double()


def run(make, clip=None):
    w = w0.clone().requires_grad_()
    b = b0.clone().requires_grad_()
    optimizer = make([{"params": [w]}, {"params": [b], "weight_decay": 0.0}])
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        if clip is not None:
            norms.append(float(torch.nn.utils.clip_grad_norm_([w, b], clip)))
        optimizer.step()
        losses.append(float(loss.detach()))
    return {"losses": losses, "norms": norms, "w": rounded(w), "b": rounded(b)}


runs = {
    "sgd": run(lambda p: torch.optim.SGD(p, lr=0.1)),
    "sgd momentum decay": run(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
    "sgd clipped": run(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), clip=0.5),
    "adam": run(lambda p: torch.optim.Adam(p, lr=0.05)),
    "adam decay": run(lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1)),
    "adamw": run(lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1)),
    "adamw clipped": run(lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1), clip=0.5),
}

# Logits far out on both sides: a naive logarithm of a sigmoid has no digits left there.
logits = torch.tensor([[0.3, -60.0, 80.0], [-1.2, 2.0, 0.0], [5.0, -0.1, -30.0], [0.0, 0.5, 1.0]]).float().double()
labels = torch.tensor([[1.0, 1.0, 1.0], [0.0, 1.0, 0.0], [0.25, 0.0, 1.0], [1.0, 0.0, 0.0]])
classes = torch.tensor([0, 2, 1, -1])
weights = torch.tensor([1.0, 3.0, 0.5])
s = torch.tensor([0.0, 1.0, -3.5])


def value_and_gradient(function, *inputs):
    leaves = [i.clone().requires_grad_() for i in inputs]
    value = function(*leaves)
    value.sum().backward()
    return {"value": rounded(value), "gradients": [rounded(leaf.grad) for leaf in leaves]}


losses = {
    "sigmoid": value_and_gradient(lambda l: F.binary_cross_entropy_with_logits(l, labels, reduction="none"), logits),
    "softmax": value_and_gradient(lambda l: F.cross_entropy(l, classes, ignore_index=-1), logits),
    "softmax weighted": value_and_gradient(
        lambda l: F.cross_entropy(l, classes, weight=weights, ignore_index=-1), logits
    ),
    "uncertainty": value_and_gradient(
        lambda l, v: (
            torch.exp(-v.clamp(-3, 3)) * F.binary_cross_entropy_with_logits(l, labels, reduction="none").mean(0)
            + v.clamp(-3, 3)
        ).mean(),
        logits,
        s,
    ),
}

out = {
    "problem": {"x": rounded(x), "y": rounded(y), "w": rounded(w0), "b": rounded(b0)},
    "runs": runs,
    "logits": rounded(logits),
    "labels": rounded(labels),
    "classes": classes.tolist(),
    "classWeights": rounded(weights),
    "logVariances": rounded(s),
    "losses": losses,
}
Path(__file__).with_name("optimizers.json").write_text(json.dumps(out, indent=1) + "\n")

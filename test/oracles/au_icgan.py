"""Makes au-icgan.json: what PyTorch (Debian's python3-torch 1.13, float64, CPU) computes for a tiny AU-ICGAN: every loss
of the generator and of both critics, gradient penalties with second-order gradients among them, and the gradients of
their sums. Parameters and inputs come from a formula (wave), so only results are stored.

    /usr/bin/python3 test/oracles/au_icgan.py
"""
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

N, K, A, E, S = 2, 2, 3, 2, 16
WIDTH, IMAGE, VIDEO = 2, 2, 2
WEIGHTS = dict(adversarial=1, cycle=10, attention=1, units=160, ssim=1, emotion=1, authenticity=1)
PENALTY = 10


def wave(shape, seed, low=-1.5, high=1.5):
    """low … high; the same formula stands in test/helpers/torch-cases.ts."""
    p = np.arange(int(np.prod(shape)), dtype=np.float64) + 1
    between = 0.5 + 0.5 * np.sin(1.7 * p + 0.013 * p * p + 2.3 * seed)
    return torch.from_numpy((low + (high - low) * between).reshape(shape))


def norm(name, channels):
    return {f"{name}.norm.weight": [channels], f"{name}.norm.bias": [channels]}


SHAPES = {
    "generator.down0.weight": [WIDTH, 1 + A, 7, 7], **norm("generator.down0", WIDTH),
    "generator.down1.weight": [4, 2, 4, 4], **norm("generator.down1", 4),
    "generator.down2.weight": [8, 4, 4, 4], **norm("generator.down2", 8),
    "generator.residual0.conv0.weight": [8, 8, 3, 3], **norm("generator.residual0.conv0", 8),
    "generator.residual0.conv1.weight": [8, 8, 3, 3], **norm("generator.residual0.conv1", 8),
    "generator.up0.weight": [8, 4, 4, 4], **norm("generator.up0", 4),
    "generator.up1.weight": [4, 2, 4, 4], **norm("generator.up1", 2),
    "generator.colour.weight": [1, 2, 7, 7],
    "generator.attention.weight": [1, 2, 7, 7],
    "image.conv0.weight": [2, 1, 4, 4], "image.conv0.bias": [2],
    "image.conv1.weight": [4, 2, 4, 4], "image.conv1.bias": [4],
    "image.conv2.weight": [8, 4, 4, 4], "image.conv2.bias": [8],
    "image.realness.weight": [1, 8, 3, 3],
    "image.units.weight": [A, 8, 2, 2],
    "video.conv0.weight": [2, 1, 3, 4, 4], "video.conv0.bias": [2],
    "video.conv1.weight": [4, 2, 4, 4, 4], "video.conv1.bias": [4],
    "video.realness.weight": [1, 4, 1, 3, 3],
    "video.emotion.weight": [E, 4, 1, 4, 4], "video.emotion.bias": [E],
}


def first_value(name, index):
    shape = SHAPES[name]
    if len(shape) == 1:
        low, high = (0.8, 1.2) if name.endswith("weight") else (-0.1, 0.1)
    else:
        high = float(np.sqrt(6 / np.prod(shape[1:])))
        low = -high
    return wave(shape, 300 + index, low, high).requires_grad_()


P = {name: first_value(name, index) for index, name in enumerate(SHAPES)}
start = wave([N, 1, 1, S, S], 1, -1, 1)
real = wave([N, K, 1, S, S], 2, -1, 1)
start_units = wave([N, A], 3, 0, 0.3)
real_units = wave([N, K, A], 4, 0, 1)
conditions = wave([N, K, A], 5, 0, 1)
real_class = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
conditions_class = torch.tensor([[0.0, 1.0], [0.0, 0.0]])
moves = torch.tensor([1.0, 1.0])
own = torch.tensor([1.0, 0.0])
image_alpha = wave([N * K, 1, 1, 1], 6, 0, 1)
video_alpha = wave([N, 1, 1, 1, 1], 7, 0, 1)


def normalized(x, name):
    return F.instance_norm(x, weight=P[f"{name}.norm.weight"], bias=P[f"{name}.norm.bias"], eps=1e-5)


def generate(pictures, units):
    """pictures [n, 1, S, S], units [n, A]: a convolution over the picture and the units as channels."""
    told = units[:, :, None, None].expand(-1, -1, S, S)
    x = F.conv2d(torch.cat([pictures, told], 1), P["generator.down0.weight"], padding=3)
    x = F.relu(normalized(x, "generator.down0"))
    for name in ("generator.down1", "generator.down2"):
        x = F.relu(normalized(F.conv2d(x, P[f"{name}.weight"], stride=2, padding=1), name))
    y = F.conv2d(x, P["generator.residual0.conv0.weight"], padding=1)
    y = F.relu(normalized(y, "generator.residual0.conv0"))
    y = F.conv2d(y, P["generator.residual0.conv1.weight"], padding=1)
    x = x + normalized(y, "generator.residual0.conv1")
    for name in ("generator.up0", "generator.up1"):
        x = F.relu(normalized(F.conv_transpose2d(x, P[f"{name}.weight"], stride=2, padding=1), name))
    colour = torch.tanh(F.conv2d(x, P["generator.colour.weight"], padding=3))
    attention = torch.sigmoid(F.conv2d(x, P["generator.attention.weight"], padding=3))
    return attention * pictures + (1 - attention) * colour, attention


def judge_images(x):
    for layer in range(3):
        name = f"image.conv{layer}"
        x = F.leaky_relu(F.conv2d(x, P[f"{name}.weight"], P[f"{name}.bias"], stride=2, padding=1), 0.01)
    units = F.conv2d(x, P["image.units.weight"]).flatten(1)
    return F.conv2d(x, P["image.realness.weight"], padding=1), units


def judge_clips(x):
    """x [n, 1, K, S, S]"""
    x = F.conv3d(x, P["video.conv0.weight"], P["video.conv0.bias"], stride=(1, 2, 2), padding=1)
    x = F.leaky_relu(x, 0.01)
    x = F.leaky_relu(F.conv3d(x, P["video.conv1.weight"], P["video.conv1.bias"], stride=2, padding=1), 0.01)
    realness = F.conv3d(x, P["video.realness.weight"], padding=(0, 1, 1))
    return realness, F.conv3d(x, P["video.emotion.weight"], P["video.emotion.bias"]).flatten(1)


def ssim(a, b):
    taps = torch.exp(-((torch.arange(11.0) - 5) ** 2) / (2 * 1.5**2))
    window = torch.outer(taps, taps)
    window = (window / window.sum())[None, None]
    blur = lambda x: F.conv2d(x, window)
    a, b = (a + 1) / 2, (b + 1) / 2
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma**2, blur(b * b) - mb**2, blur(a * b) - ma * mb
    c1, c2 = 0.01**2, 0.03**2
    return ((2 * ma * mb + c1) * (2 * cov + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))).mean()


def attention_loss(a):
    variation = (a[:, :, 1:] - a[:, :, :-1]).abs().sum() + (a[..., 1:] - a[..., :-1]).abs().sum()
    return 0.1 * a.mean() + 1e-5 * variation / len(a)


def penalty(judge, real, made, alpha):
    between = (alpha * real + (1 - alpha) * made).detach().requires_grad_()
    (slope,) = torch.autograd.grad(judge(between)[0].sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()


rows = lambda x: x.reshape(-1, *x.shape[2:])
volume = lambda x: x.reshape(N, K, 1, S, S).permute(0, 2, 1, 3, 4)
made, attention = generate(rows(start.expand(-1, K, -1, -1, -1)), rows(conditions))


def generator_losses():
    realness, units = judge_images(made)
    clip_realness, logits = judge_clips(volume(made))
    # One frame to go back from: of two frames the second.
    back, back_attention = generate(made.reshape(N, K, 1, S, S)[:, 1], start_units)
    target = torch.where(own[:, None, None, None, None] > 0, real, start)
    squares = ((logits.softmax(1) - conditions_class) ** 2).sum(1)
    has = conditions_class.sum(1)
    return {
        "adversarial": -realness.mean(),
        "cycle": (back - start[:, 0]).abs().mean(),
        "attention": attention_loss(attention) + attention_loss(back_attention),
        "units": ((units - rows(conditions)) ** 2).mean(),
        "ssim": 1 - ssim(made, rows(target)),
        "emotion": (squares * has).sum() / max(has.sum(), 1),
        "authenticity": -clip_realness.mean(),
    }


def critic_losses():
    fake = made.detach()
    image, units = judge_images(rows(real))
    video, logits = judge_clips(volume(rows(real)))
    return {
        "image.adversarial": judge_images(fake)[0].mean() - image.mean(),
        "image.units": ((units - rows(real_units)) ** 2).mean(),
        "image.penalty": penalty(judge_images, rows(real), fake, image_alpha),
        "video.adversarial": judge_clips(volume(fake))[0].mean() - video.mean(),
        "video.emotion": -(logits.log_softmax(1) * real_class).sum() / N,
        "video.penalty": penalty(judge_clips, volume(rows(real)), volume(fake), video_alpha),
    }


def digits(value):
    return float(f"{value:.11g}")


def gradients(loss, prefix):
    names = [name for name in P if name.startswith(prefix)]
    found = torch.autograd.grad(loss, [P[name] for name in names], retain_graph=True, allow_unused=True)
    # The whole gradient of a small tensor; of a large one its norm and its product with a wave.
    out = {}
    for name, g in zip(names, found):
        g = torch.zeros_like(P[name]) if g is None else g
        out[name] = [digits(v) for v in (g.norm().item(), (g * wave(g.shape, 9)).sum().item())]
    return out


g, c = generator_losses(), critic_losses()
image = c["image.adversarial"] + WEIGHTS["units"] * c["image.units"] + PENALTY * c["image.penalty"]
video = c["video.adversarial"] + c["video.emotion"] + PENALTY * c["video.penalty"]
result = {
    "shapes": SHAPES,
    "generator": {name: digits(value.item()) for name, value in g.items()},
    "critics": {name: digits(value.item()) for name, value in c.items()},
    "gradients": {
        "generator": gradients(sum(WEIGHTS[name] * g[name] for name in g), "generator."),
        "image": gradients(image, "image."),
        "video": gradients(video, "video."),
        "imagePenalty": gradients(c["image.penalty"], "image."),
        "videoPenalty": gradients(c["video.penalty"], "video."),
    },
}
(HERE / "au-icgan.json").write_text(json.dumps(result) + "\n")

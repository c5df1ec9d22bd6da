"""Makes autodiff.json: what PyTorch (Debian's python3-torch 1.13, float64, CPU) computes for the cases that
test/helpers/torch-cases.ts builds under the same names: values, gradients, gradients of gradients, and the losses of
a toy training. Inputs come from a formula (wave), so only results are stored.

    /usr/bin/python3 test/oracles/autodiff.py
"""
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def wave(shape, seed, low=-1.5, high=1.5):
    """low … high; the same formula stands in test/helpers/torch-cases.ts."""
    p = np.arange(int(np.prod(shape)), dtype=np.float64) + 1
    between = 0.5 + 0.5 * np.sin(1.7 * p + 0.013 * p * p + 2.3 * seed)
    return torch.from_numpy((low + (high - low) * between).reshape(shape))


def weighted(x, seed):
    return (x * wave(x.shape, seed)).sum()


def rounded(x):
    return [float(f"{value:.11g}") for value in x.detach().reshape(-1).tolist()]


cases = {}


def case(name, inputs, f, orders=2):
    """inputs: shapes, (shape, low, high), or values as a tensor. Stores y, the gradients of L = Σ r(y + y²/2), and
    those of Σ q·∇L."""
    xs, stored_inputs = [], []
    for k, spec in enumerate(inputs):
        if isinstance(spec, torch.Tensor):
            xs.append(spec.clone())
            stored_inputs.append({"shape": list(spec.shape), "values": spec.flatten().tolist()})
            continue
        shape, low, high = (spec, -1.5, 1.5) if not spec or isinstance(spec[0], int) else spec
        xs.append(wave(shape, k + 1, low, high))
        stored_inputs.append({"shape": list(shape), "low": low, "high": high})
    xs = [x.requires_grad_() for x in xs]
    y = f(*xs)
    ys = y if isinstance(y, (list, tuple)) else [y]
    loss = sum(weighted(y + y * y / 2, 100 + k) for k, y in enumerate(ys))
    first = torch.autograd.grad(loss, xs, create_graph=True, allow_unused=True)
    first = [torch.zeros_like(x) if g is None else g for g, x in zip(first, xs)]
    stored = {
        "inputs": stored_inputs,
        "outputs": [{"shape": list(y.shape), "values": rounded(y)} for y in ys],
        "first": [rounded(g) for g in first],
    }
    if orders == 2:
        slope = sum(weighted(g, 200 + k) for k, g in enumerate(first))
        second = torch.autograd.grad(slope, xs, allow_unused=True) if slope.requires_grad else [None] * len(xs)
        stored["second"] = [rounded(torch.zeros_like(x) if g is None else g) for g, x in zip(second, xs)]
    cases[name] = stored


POSITIVE = ((3, 4), 0.3, 2.0)
A, B, C = (2, 3), (3,), (2, 3, 4)

# Element by element
case("Exp", [A], torch.exp)
case("Log", [POSITIVE], torch.log)
case("Sqrt", [POSITIVE], torch.sqrt)
case("Reciprocal", [POSITIVE], torch.reciprocal)
case("Erf", [A], torch.erf)
case("Abs", [A], torch.abs)
case("Relu", [A], torch.relu)
case("LeakyRelu", [A], lambda x: F.leaky_relu(x, 0.2))
case("Elu", [A], lambda x: F.elu(x, 0.7))
case("Sigmoid", [A], torch.sigmoid)
case("HardSigmoid", [((3, 4), -4, 4)], lambda x: (x / 6 + 0.5).clamp(0, 1))
case("Tanh", [A], torch.tanh)
case("Softplus", [A], F.softplus)
case("Clip", [C], lambda x: torch.clamp(x, -0.7, 0.9))
case("Add, broadcast", [(2, 1), (1, 3)], torch.add)
case("Mul, broadcast", [C, (3, 1)], torch.mul)
case("Div, broadcast", [A, ((3,), 0.5, 2.0)], torch.div)
case("Pow", [((2, 3), 0.4, 2.0), B], torch.pow)
case("Max, Min", [A, B], lambda a, b: [torch.maximum(a, b), torch.minimum(a, b)])
case("Where", [A, B], lambda a, b: torch.where(a > 0.2, a * b, b))

# Over axes
case("ReduceSum, ReduceMean", [C], lambda x: [x.sum((0, 2)), x.mean(1, keepdim=True)])
case("ReduceMax, ReduceMin", [C], lambda x: [x.amax((1, 2)), x.amin(0, keepdim=True)])
case("Norm", [C], lambda x: x.norm(2, dim=(1, 2)))
case("Softmax", [C], lambda x: F.softmax(x, 1))
case("LogSoftmax", [C], lambda x: F.log_softmax(x, -1))

# Layout and selection
case("Transpose, Reshape", [C], lambda x: x.permute(2, 0, 1).reshape(4, 6))
case("Expand, Concat", [(2, 1), (2, 2)], lambda a, b: torch.cat([a.expand(2, 3), b], 1))
case("Slice, Flip", [(2, 7)], lambda x: [x[:, 1:6:2], x.flip(1)])
case("Pad", [A], lambda x: F.pad(x, (1, 2, 0, 1), value=0.5))
case("Gather", [C], lambda x: x.index_select(1, torch.tensor([2, 0, 2])))
case("GatherElements", [A], lambda x: x.gather(1, torch.tensor([[2, 2], [0, 1]])))
case("ScatterElements", [A, (2, 2)], lambda x, u: x.scatter_add(1, torch.tensor([[2, 2], [0, 1]]), u))


def top_nodes(x, score):
    values, indices = score.topk(2, dim=1)
    return x.gather(1, indices[:, :, None].expand(2, 2, 3)) * torch.tanh(values)[:, :, None]


case("TopK with GatherElements", [(2, 5, 3), (2, 5)], top_nodes)

# Linear
case("MatMul, broadcast", [(2, 2, 3), (3, 2)], torch.matmul)
case("MatMul, from the left", [(3, 3), (2, 3, 2)], torch.matmul)
case("Gemm", [(3, 2), (4, 3), (4,)], lambda a, b, c: torch.addmm(c, a.t(), b.t(), beta=2, alpha=0.5))
case("Conv 1-D", [(2, 2, 7), (3, 2, 3), (3,)], lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1, dilation=2))
case("Conv 1x1", [(2, 3, 3, 3), (4, 3, 1, 1)], F.conv2d)
case("Conv 3x3", [(2, 2, 4, 5), (3, 2, 3, 3), (3,)], lambda x, w, b: F.conv2d(x, w, b, padding=1))
case("Conv 4x4 strided", [(1, 2, 6, 6), (3, 2, 4, 4)], lambda x, w: F.conv2d(x, w, stride=2, padding=1))
case("Conv strided, row left over", [(1, 2, 6, 7), (2, 2, 3, 2)], lambda x, w: F.conv2d(x, w, stride=(2, 3)))
case("Conv dilated", [(1, 2, 6, 6), (2, 2, 3, 2)], lambda x, w: F.conv2d(x, w, padding=(2, 1), dilation=(2, 3)))
case("Conv grouped", [(1, 4, 4, 4), (4, 2, 3, 3)], lambda x, w: F.conv2d(x, w, padding=1, stride=2, groups=2))
case("Conv depthwise", [(1, 3, 4, 4), (6, 1, 3, 3)], lambda x, w: F.conv2d(x, w, padding=1, groups=3))
case("Conv 3-D", [(1, 2, 3, 4, 4), (2, 2, 2, 3, 3)], lambda x, w: F.conv3d(x, w, padding=(0, 1, 1)))
case(
    "Conv 3-D grouped, strided, dilated",
    [(1, 2, 5, 4, 4), (2, 1, 2, 2, 2)],
    lambda x, w: F.conv3d(x, w, stride=(2, 1, 2), dilation=(2, 1, 2), padding=(1, 0, 1), groups=2),
)
case("ConvTranspose", [(1, 3, 3, 3), (3, 2, 4, 4), (2,)], lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1))
case(
    "ConvTranspose, output padding",
    [(1, 3, 3, 2), (3, 2, 3, 3)],
    lambda x, w: F.conv_transpose2d(x, w, None, 2, 1, output_padding=1),
)
case(
    "ConvTranspose, grouped, dilated",
    [(1, 4, 3, 3), (4, 2, 2, 3)],
    lambda x, w: F.conv_transpose2d(x, w, None, 1, 1, groups=2, dilation=2),
)
case("ConvTranspose 1-D", [(2, 2, 4), (2, 3, 3)], lambda x, w: F.conv_transpose1d(x, w, None, 2, 1, 1))

# Pooling
case("MaxPool overlapping", [(1, 2, 6, 5)], lambda x: F.max_pool2d(x, 3, 2, 1))
case("MaxPool 3-D", [(1, 1, 4, 3, 4)], lambda x: F.max_pool3d(x, (2, 1, 2), (2, 1, 1)))
case("AveragePool", [(1, 2, 4, 4)], lambda x: F.avg_pool2d(x, 2))
case("AveragePool, padding counted", [(1, 2, 5, 6)], lambda x: F.avg_pool2d(x, 3, 2, 1))
case("AveragePool, padding left out", [(1, 2, 5, 6)], lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False))
case("GlobalAveragePool", [(2, 2, 3, 3)], lambda x: x.mean((2, 3), keepdim=True))

# Normalization
CHANNELS = [(3,), (3,)]
case("BatchNormalization, training", [(2, 3, 2, 2), *CHANNELS], lambda x, w, b: F.batch_norm(x, None, None, w, b, True))
case("BatchNormalization, training, 2-D", [(4, 3), *CHANNELS], lambda x, w, b: F.batch_norm(x, None, None, w, b, True))
case(
    "BatchNormalization, inference",
    [(2, 3, 2, 2), *CHANNELS],
    lambda x, w, b: F.batch_norm(x, wave((3,), 60), wave((3,), 61, 0.5, 2), w, b, False),
)


def running(x):
    mean, variance = torch.zeros(3), torch.ones(3)
    F.batch_norm(x, mean, variance, None, None, True, 0.1)
    return [mean.clone(), variance.clone(), x * 1]


case("BatchNormalization, running statistics", [(2, 3, 2, 2)], running, orders=1)
case("InstanceNormalization", [(2, 3, 2, 3), *CHANNELS], lambda x, w, b: F.instance_norm(x, None, None, w, b))
case("LayerNormalization", [(2, 2, 4), (4,), (4,)], lambda x, w, b: F.layer_norm(x, (4,), w, b))
case("LayerNormalization over two", [(2, 2, 3), (2, 3), (2, 3)], lambda x, w, b: F.layer_norm(x, (2, 3), w, b))

# Layers
HIDDEN = 3


def lstm(x, w, r, b):
    """Rows are i, o, f, c as in ONNX; PyTorch wants i, f, c, o."""
    def order(rows):
        i, o, f, c = rows.chunk(4, 0)
        return torch.cat([i, f, c, o], 0)

    state = torch.zeros(1, x.shape[0], HIDDEN)
    weights = [order(w), order(r), order(b), torch.zeros(4 * HIDDEN)]
    return torch.lstm(x, (state, state), weights, True, 1, 0.0, False, False, True)[0]


case("Lstm", [(2, 4, 2), (4 * HIDDEN, 2), (4 * HIDDEN, HIDDEN), (4 * HIDDEN,)], lstm)
case("Resize nearest", [(1, 2, 2, 3)], lambda x: F.interpolate(x, scale_factor=2, mode="nearest"))
case("Resize linear, larger", [(1, 2, 3, 4)], lambda x: F.interpolate(x, size=(5, 8), mode="bilinear", align_corners=False))
case("Resize linear, smaller", [(1, 2, 5, 6)], lambda x: F.interpolate(x, size=(3, 2), mode="bilinear", align_corners=False))
case(
    "Cross-entropy, class weights",
    [(3, 4)],
    lambda x: F.cross_entropy(x, torch.tensor([1, 3, 0]), torch.tensor([1.0, 2.0, 0.5, 3.0])),
)
case("Binary cross-entropy", [(3, 4), ((3, 4), 0, 1)], lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none"))
case(
    "Binary cross-entropy, positives thrice",
    [(3, 4), ((3, 4), 0, 1)],
    lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none", pos_weight=torch.tensor(3.0)),
)


def critic(x, w1, b1, w2, scale, shift, w3):
    x = F.leaky_relu(F.conv2d(x, w1, b1, 2, 1), 0.2)
    x = F.leaky_relu(F.instance_norm(F.conv2d(x, w2, None, 2, 1), None, None, scale, shift), 0.2)
    return F.conv2d(x, w3).mean((1, 2, 3))


def penalty(real, fake, *parameters):
    """WGAN-GP (Gulrajani et al. 2017): mean of (‖∇ critic(x̂)‖₂ − 1)², x̂ between the real and the made ones."""
    mixing = wave((2, 1, 1, 1), 50, 0, 1)
    between = (mixing * real + (1 - mixing) * fake).detach().requires_grad_()
    (slope,) = torch.autograd.grad(critic(between, *parameters).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(2, dim=1) - 1) ** 2).mean()


PICTURES = ((2, 3, 8, 8), -1, 1)
case(
    "WGAN-GP penalty",
    [
        PICTURES,
        PICTURES,
        ((4, 3, 4, 4), -0.3, 0.3),
        (4,),
        ((5, 4, 4, 4), -0.3, 0.3),
        (5,),
        (5,),
        ((1, 5, 2, 2), -0.5, 0.5),
    ],
    penalty,
    orders=1,
)

# Where differences say nothing: at kinks, and among equals
ZEROS = torch.tensor([-1.0, 0.0, 0.0, 2.0])
case("Relu at 0", [ZEROS], torch.relu)
case("LeakyRelu at 0", [ZEROS], lambda x: F.leaky_relu(x, 0.2))
# The second derivative jumps there, and either side is right.
case("Elu at 0", [ZEROS], F.elu, orders=1)
case("Abs at 0", [ZEROS], torch.abs)
case("Clip at its bounds", [ZEROS], lambda x: torch.clamp(x, -1, 2))
case("Norm of zeros", [torch.tensor([[0.0, 0.0], [3.0, 4.0]])], lambda x: x.norm(2, dim=1), orders=1)
EQUALS = torch.tensor([[1.0, 2.0, 2.0], [3.0, 3.0, 3.0]])
case("ReduceMax of equals", [EQUALS], lambda x: x.amax(1))
case("ReduceMin of equals", [EQUALS], lambda x: x.amin(1))
case("MaxPool of equals", [torch.tensor([[[[1.0, 1, 0, 2], [1, 1, 2, 2]]]])], lambda x: F.max_pool2d(x, 2, 1))

# A toy training: 2 × (convolution, batch normalization, ReLU), overlapping pooling, convolution, instance
# normalization, ReLU, fully connected, softmax cross-entropy; Adam.
SHAPES = {
    "conv1.weight": (6, 2, 3, 3),
    "bn1.weight": (6,),
    "bn1.bias": (6,),
    "conv2.weight": (8, 6, 3, 3),
    "bn2.weight": (8,),
    "bn2.bias": (8,),
    "conv3.weight": (8, 8, 3, 3),
    "conv3.bias": (8,),
    "fc.weight": (3, 8 * 4 * 4),
    "fc.bias": (3,),
}
STEPS = 20


def first_values(name, k):
    shape = SHAPES[name]
    if len(shape) == 1:
        return wave(shape, 300 + k, 0.8, 1.2) if name.endswith("weight") else wave(shape, 300 + k, -0.1, 0.1)
    bound = float(np.sqrt(6 / np.prod(shape[1:])))
    return wave(shape, 300 + k, -bound, bound)


p = {name: first_values(name, k).float().double().requires_grad_() for k, name in enumerate(SHAPES)}
statistics = {name: [torch.zeros(size), torch.ones(size)] for name, size in (("bn1", 6), ("bn2", 8))}
adam = torch.optim.Adam(p.values(), lr=0.01)
losses = []
for step in range(STEPS):
    labels = torch.tensor([(step + sample) % 3 for sample in range(6)])
    # Each class has its own picture, under others.
    classes = torch.stack([wave((2, 8, 8), 500 + label) for label in labels.tolist()])
    x = (wave((6, 2, 8, 8), 1000 + step) + classes).float().double()

    def normal(name, x):
        return torch.relu(F.batch_norm(x, *statistics[name], p[name + ".weight"], p[name + ".bias"], True))

    x = normal("bn1", F.conv2d(x, p["conv1.weight"], padding=1))
    x = normal("bn2", F.conv2d(x, p["conv2.weight"], padding=1))
    x = F.max_pool2d(x, 3, 2, 1)
    x = torch.relu(F.instance_norm(F.conv2d(x, p["conv3.weight"], p["conv3.bias"], padding=1)))
    loss = F.cross_entropy(x.flatten(1) @ p["fc.weight"].t() + p["fc.bias"], labels)
    adam.zero_grad()
    loss.backward()
    adam.step()
    losses.append(loss)

training = {
    "shapes": {name: list(shape) for name, shape in SHAPES.items()},
    "losses": rounded(torch.stack(losses)),
    "running": {name: [rounded(mean), rounded(variance)] for name, (mean, variance) in statistics.items()},
}

text = json.dumps({"torch": torch.__version__, "cases": cases, "training": training})
# One case a line.
text = text.replace('}, "', '},\n"') + "\n"
(HERE / "autodiff.json").write_text(text)
print(len(cases), "cases,", len(text), "bytes; losses", losses[0].item(), losses[-1].item())

"""Makes au-gacn.json: what PyTorch computes for AU-GACN written with true 3-D layers (Conv3d, MaxPool3d, BatchNorm3d,
PyTorch's own topk), on a small clip, with weights from a formula that the test repeats.

    /usr/bin/python3 test/oracles/au_gacn.py
"""
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)  # the test compares float32 with what is right, not with another rounding
HERE = Path(__file__).resolve().parent
N, L, S, A, C, WIDTH, MID, D = 2, 16, 32, 19, 4, 64, 16, 64
AUS = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 16, 17, 18, 20, 24, 25, 26, 38]
PARAMETERS = {}
PAIRS = [(1, 2), (1, 4), (2, 5), (4, 7), (4, 9), (6, 7), (6, 12), (9, 10), (10, 25), (12, 14), (12, 25), (15, 17),
         (17, 24), (18, 25), (20, 25), (25, 26)]


def unit(name, count):
    """Uniform-looking numbers in [0, 1): the name's bytes and the index through a 32-bit mixer."""
    seed = 0
    for byte in name.encode():
        seed = (seed * 31 + byte) % 2**32
    mixed = (np.arange(count, dtype=np.uint64) * 2654435761 + seed) % 2**32
    mixed ^= mixed >> 16
    mixed = mixed * 0x45D9F3B % 2**32
    mixed ^= mixed >> 16
    return mixed / 2**32


def parameter(name, *shape):
    values = unit(name, int(np.prod(shape)))
    leaf = name.rsplit('.', 1)[1]
    if leaf == 'running_var' or (leaf == 'weight' and len(shape) == 1):
        values = 0.5 + values
    elif len(shape) == 1:
        values = 0.4 * (values - 0.5)
    else:
        # Graph convolutions have [in, out], all others [out, in, …].
        fan = shape[0] if '.gcn' in name or '.score' in name else np.prod(shape[1:])
        values = (values - 0.5) * np.sqrt(12 / fan)
    made = torch.tensor(values.astype(np.float32).astype(np.float64)).reshape(shape)
    if leaf.startswith('running'):
        return made
    # Asked for twice, a weight is one tensor, so that its gradient is the sum over both uses.
    return PARAMETERS.setdefault(name, made.requires_grad_())


def clip_of(name, *shape):
    return torch.tensor(unit(name, int(np.prod(shape))).astype(np.float32).astype(np.float64)).reshape(shape)


class Net:
    def __init__(self, training, kind='rgb', luma=False, node_input='logit', pooling=True):
        self.training, self.kind, self.luma, self.node_input, self.pooling = training, kind, luma, node_input, pooling
        self.statistics = {}

    def bn(self, name, x):
        c = x.shape[1]
        mean, var = parameter(f'{name}.running_mean', c), parameter(f'{name}.running_var', c)
        y = F.batch_norm(x, mean, var, parameter(f'{name}.weight', c), parameter(f'{name}.bias', c), self.training)
        self.statistics[f'{name}.running_mean'], self.statistics[f'{name}.running_var'] = mean, var
        return y

    def conv_bn(self, name, x, out, kernel, stride=1, padding=0):
        w = parameter(f'{name}.conv.weight', out, x.shape[1], *[k for k in kernel if k > 0])
        w = w.reshape(out, x.shape[1], *[max(1, k) for k in kernel])
        return self.bn(f'{name}.bn', F.conv3d(x, w, stride=stride, padding=padding))

    def block(self, name, x, kind, stride):
        s = (1, stride, stride)
        # Zeros mark the axes that the 2-D weights lack.
        u = F.relu(self.conv_bn(f'{name}.narrow', x, MID, (0, 1, 1), s))
        space = lambda v: F.relu(self.conv_bn(f'{name}.space', v, MID, (0, 3, 3), 1, (0, 1, 1)))
        time = lambda v: F.relu(self.conv_bn(f'{name}.time', v, MID, (3, 1, 0), 1, (1, 0, 0)))
        a = space(u)
        joined = {'A': lambda: time(a), 'B': lambda: a + time(u), 'C': lambda: a + time(a)}[kind]()
        y = self.conv_bn(f'{name}.wide', joined, WIDTH, (0, 1, 1))
        return F.relu(y + (x if stride == 1 else self.conv_bn(f'{name}.shortcut', x, WIDTH, (0, 1, 1), s)))

    def forward(self, clip, neutral):
        x = (clip - 0.5) / 0.5 if self.kind == 'rgb' else (clip - neutral[:, :, None]) * 8
        if self.luma:
            x = (x * torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1, 1)).sum(1, keepdim=True)
        x = F.relu(self.conv_bn('stem', x, WIDTH, (0, 7, 7), (1, 2, 2), (0, 3, 3)))
        x = F.max_pool3d(x, (2, 3, 3), (2, 2, 2), (0, 1, 1))
        x = F.max_pool3d(self.block('trunk.a', x, 'A', 1), (2, 1, 1))
        x = F.max_pool3d(self.block('trunk.b', x, 'B', 2), (2, 1, 1))
        x = F.max_pool3d(self.block('trunk.c', x, 'C', 2), (2, 1, 1))
        g = x.mean((2, 3, 4))
        w = parameter('head.au.weight', A, WIDTH)
        au = g @ w.T + parameter('head.au.bias', A)
        nodes = au[:, :, None] if self.node_input == 'logit' else w * g[:, None, :]
        adjacency = anatomical()
        layers = []
        for name in ('gcn1', 'gcn2', 'gcn3'):
            weight = parameter(f'head.{name}.weight', nodes.shape[2], D)
            nodes = F.relu(adjacency @ nodes @ weight + parameter(f'head.{name}.bias', D))
            layers.append(nodes)
        x = torch.cat(layers, 2)
        gates = None
        if self.pooling:
            z = (adjacency @ x @ parameter('head.pool.score.weight', 3 * D, 1)
                 + parameter('head.pool.score.bias', 1))[:, :, 0]
            best = z.topk(10, 1).indices
            gates = torch.zeros_like(z).scatter(1, best, torch.tanh(z.gather(1, best)))
            x = torch.stack([x[n, best[n]] * torch.tanh(z[n, best[n]])[:, None] for n in range(len(x))])
        x = torch.cat([x.mean(1), x.max(1).values], 1)
        x = F.relu(F.linear(x, parameter('head.fc1.weight', 64, 6 * D), parameter('head.fc1.bias', 64)))
        x = F.relu(F.linear(x, parameter('head.fc2.weight', 32, 64), parameter('head.fc2.bias', 32)))
        return au, F.linear(x, parameter('head.fc3.weight', C, 32), parameter('head.fc3.bias', C)), gates


def anatomical():
    a = np.eye(A)
    for one, two in PAIRS:
        i, j = AUS.index(one), AUS.index(two)
        a[i, j] = a[j, i] = 0.5
    d = a.sum(1)
    return torch.tensor((a / np.sqrt(np.outer(d, d))).astype(np.float32).astype(np.float64))


clip, neutral = clip_of('clip.input', N, 3, L, S, S), clip_of('neutral.input', N, 3, S, S)
cases = {
    'paper': dict(training=False),
    'training': dict(training=True),
    'neutral': dict(training=False, kind='neutral'),
    'brightness': dict(training=False, kind='neutral', luma=True),
    'trunk-nodes': dict(training=False, node_input='trunk'),
    'without-pooling': dict(training=False, pooling=False),
}
rounded = lambda x: [float(f'{v:.8g}') for v in x.detach().flatten().tolist()]
# Of each parameter's gradient: its norm, and evenly spaced values of it, which a wrong place or sign would change.
MOST = 24
made = {}
for name, options in cases.items():
    PARAMETERS.clear()
    net = Net(**options)
    au, emotion, gates = net.forward(clip, neutral)
    made[name] = {'auLogits': rounded(au), 'emotionLogits': rounded(emotion)}
    if gates is not None:
        made[name]['nodeScores'] = rounded(gates)
    if options['training']:
        kept = ['stem.bn', 'trunk.a.time.bn', 'trunk.b.shortcut.bn', 'trunk.c.wide.bn']
        made[name]['statistics'] = {k: rounded(v) for k, v in net.statistics.items() if k.rsplit('.', 1)[0] in kept}
        loss = (au * clip_of('au.loss', N, A)).sum() + (emotion * clip_of('emotion.loss', N, C)).sum() * 10
        loss.backward()
        made[name]['gradients'] = {
            k: {'norm': float(f'{v.grad.norm():.8g}'), 'values': rounded(v.grad.flatten()[:: -(-v.numel() // MOST)])}
            for k, v in PARAMETERS.items()
        }
    print(name, au[0, :4], emotion[0], gates[0, :6] if gates is not None else '')
(HERE / 'au-gacn.json').write_text(json.dumps({'torch': torch.__version__, 'cases': made}, indent=1) + '\n')

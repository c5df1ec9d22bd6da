"""Makes ice-gan.json: what PyTorch computes in one training step of ICE-GAN made tiny, written with PyTorch's own layers
(spectral_norm, InstanceNorm2d, BatchNorm2d, binary_cross_entropy), with weights from a formula that the test repeats.
The discriminator moves first (Adam), the generator by the discriminator that it has become.

    /usr/bin/python3 test/oracles/ice_gan.py
"""
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import spectral_norm

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
HERE = Path(__file__).resolve().parent
N, S, K, NOISE, BOTTLENECK, WIDTH, LEVELS = 2, 32, 3, 3, 8, 4, 4
TYPES, SIZE, D_EXP, D_ADV, DECODER = 2, 4, 4, 6, [10]
RATE = 1e-3


def unit(name, count):
    """Uniform-looking numbers in [0, 1): the name's bytes and the index through a 32-bit mixer."""
    seed = 0
    for byte in name.encode():
        seed = (seed * 31 + byte) % 2**32
    mixed = (np.arange(count, dtype=np.uint64) * 0x9E3779B1 + seed) % 2**32
    mixed ^= mixed >> 16
    mixed = mixed * 0x45D9F3B % 2**32
    mixed ^= mixed >> 16
    return mixed / 2**32


def formula(name, shape):
    values = unit(name, int(np.prod(shape)))
    leaf = name.rsplit('.', 1)[1]
    if leaf == 'running_var' or (leaf == 'weight' and len(shape) == 1):
        values = values - 0.5 + 1
    elif len(shape) == 1:
        values = 0.4 * (values - 0.5)
    else:
        values = (values - 0.5) * math.sqrt(12 / np.prod(shape[1:]))
    return torch.tensor(values.astype(np.float32).astype(np.float64)).reshape(tuple(shape))


def fed(name, *shape):
    return torch.tensor(unit(name, int(np.prod(shape))).astype(np.float32).astype(np.float64)).reshape(shape)


def conv(i, o, k=4, s=2, p=1, bias=True):
    return spectral_norm(nn.Conv2d(i, o, k, s, p, bias=bias), eps=1e-12)


def deconv(i, o):
    return spectral_norm(nn.ConvTranspose2d(i, o, 4, 2, 1), eps=1e-12)


WIDTHS = [WIDTH * min(8, 2**level) for level in range(LEVELS)]
lrelu = lambda x: F.leaky_relu(x, 0.2)
norm = lambda x: F.instance_norm(x)


class Released(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.m = c // 4
        self.phi, self.theta = nn.Conv2d(c, self.m, 1), nn.Conv2d(c, self.m, 1)
        self.adjacency, self.state = nn.Linear(self.m, self.m), nn.Linear(self.m, self.m)
        self.back = nn.Conv2d(self.m, c, 1, bias=False)

    def forward(self, f):
        n, _, h, w = f.shape
        p, q = self.phi(f).flatten(2), self.theta(f).flatten(2)
        graph = p @ q.transpose(1, 2) / self.m
        mixed = F.relu(graph + self.adjacency(graph))
        # A 1-D convolution over the first axis of the graph.
        states = self.state.weight @ mixed + self.state.bias[:, None]
        return f + norm(self.back((states @ q).reshape(n, self.m, h, w)))


class Text(nn.Module):
    def __init__(self, c, height):
        super().__init__()
        side = max(1, height // 4)
        self.grid = height // side
        self.gather, self.scatter = nn.Conv2d(c, c, side, side), nn.ConvTranspose2d(c, c, side, side)
        self.phi, self.theta = (nn.Linear(self.grid**2, self.grid**2, bias=False) for _ in range(2))
        self.adjacency, self.weight = nn.Parameter(torch.zeros(c, c)), nn.Parameter(torch.zeros(c, c))

    def forward(self, f):
        n, c, _, _ = f.shape
        nodes = self.gather(f).flatten(2)
        graph = self.phi(nodes) @ self.theta(nodes).transpose(1, 2) / self.grid
        states = lrelu((self.adjacency + torch.eye(c)) @ graph @ self.weight)
        return f + norm(self.scatter((states @ nodes).reshape(n, c, self.grid, self.grid)))


class Squeeze(nn.Module):
    def __init__(self, c):
        super().__init__()
        narrow = max(1, c // 16)
        self.squeeze, self.excite = nn.Linear(c, narrow), nn.Linear(narrow, c)

    def forward(self, f):
        weights = torch.sigmoid(self.excite(F.relu(self.squeeze(f.mean((2, 3))))))
        return f * weights[:, :, None, None]


class Generator(nn.Module):
    def __init__(self, skip):
        super().__init__()
        self.skip = skip
        self.encoder, self.skips, self.decoder = nn.ModuleDict(), nn.ModuleDict(), nn.ModuleDict()
        before = 1
        for level, c in enumerate(WIDTHS):
            self.encoder[str(level + 1)] = nn.ModuleDict({'conv': conv(before, c)})
            made = {'released': lambda: Released(c), 'text': lambda: Text(c, S >> (level + 1)), 'squeeze': lambda: Squeeze(c)}
            if skip in made:
                self.skips[str(level + 1)] = made[skip]()
            before = c
        self.encoder['face'] = nn.ModuleDict({'conv': conv(before, BOTTLENECK)})
        before = BOTTLENECK + NOISE + K
        for level, c in reversed(list(enumerate(WIDTHS))):
            self.decoder[str(level + 1)] = nn.ModuleDict({'deconv': deconv(before, c)})
            before = c if skip == 'none' else 2 * c
        self.decoder['picture'] = nn.ModuleDict({'deconv': deconv(before, 1)})

    def forward(self, rest, z, asked):
        levels = []
        for level in range(LEVELS):
            own = self.encoder[str(level + 1)]['conv']
            levels.append(own(rest) if level == 0 else norm(own(lrelu(levels[-1]))))
        face = self.encoder['face']['conv'](lrelu(levels[-1]))
        x = torch.cat([face, z[:, :, None, None], asked[:, :, None, None]], 1)
        for level in reversed(range(LEVELS)):
            x = norm(self.decoder[str(level + 1)]['deconv'](lrelu(x)))
            if self.skip == 'none':
                continue
            f = lrelu(levels[level])
            x = torch.cat([x, f if self.skip == 'plain' else self.skips[str(level + 1)](f)], 1)
        return torch.tanh(self.decoder['picture']['deconv'](lrelu(x)))


def squash(s):
    square = (s * s).sum(-1, keepdim=True)
    return square / (1 + square) * s / square.sqrt()


class Routing(nn.Module):
    def __init__(self, capsules, count, size, axis):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(capsules, SIZE, count * size))
        self.count, self.size, self.axis = count, size, axis

    def forward(self, u):
        votes = torch.einsum('nid,ido->nio', u, self.weight).reshape(len(u), -1, self.count, self.size)
        logits = torch.zeros(votes.shape[:3])
        for turn in range(3):
            share = torch.softmax(logits, self.axis)[..., None]
            if turn == 2:
                return squash((share.detach() * votes).sum(1))
            v = squash((share * votes.detach()).sum(1))
            logits = logits + (votes.detach() * v[:, None]).sum(-1)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.ModuleDict()
        for at, (i, o, s) in enumerate([(1, 4, 2), (4, 8, 2), (8, 16, 2), (16, 32, 1)]):
            layer = {'conv': conv(i, o, 4, s, 1, bias=at == 0)}
            if at > 0:
                layer['bn'] = nn.BatchNorm2d(o)
            self.trunk[str(at + 1)] = nn.ModuleDict(layer)
        self.primary = conv(32, TYPES * SIZE, 2, 2, 1)
        capsules = TYPES * 2 * 2
        self.expression, self.authenticity = Routing(capsules, K, D_EXP, 2), Routing(capsules, 1, D_ADV, 1)
        self.decoder = nn.ModuleDict({'1': nn.Linear(K * D_EXP, DECODER[0]), 'picture': nn.Linear(DECODER[0], S * S)})

    def forward(self, x):
        for at in range(4):
            own = self.trunk[str(at + 1)]
            x = own['conv'](x)
            x = lrelu(own['bn'](x) if at > 0 else x)
        u = squash(self.primary(x).permute(0, 2, 3, 1).reshape(len(x), -1, SIZE))
        return self.expression(u), self.authenticity(u).norm(dim=2)

    def redraw(self, capsules, labels):
        hidden = F.relu(self.decoder['1']((capsules * labels[:, :, None]).flatten(1)))
        return torch.sigmoid(self.decoder['picture'](hidden)).reshape(-1, 1, S, S)


def margin(capsules, labels, power):
    v = capsules.norm(dim=2)
    each = labels * F.relu(0.9 - v)**power + 0.5 * (1 - labels) * F.relu(v - 0.1)**power
    return each.sum(1).mean()


def fill(net, prefix):
    state = net.state_dict()
    for name, value in state.items():
        if name.endswith('num_batches_tracked'):
            continue
        ours = name.replace('weight_orig', 'weight').replace('weight_u', 'spectral_u').replace('weight_v', 'spectral_v')
        value.copy_(formula(f'{prefix}.{ours}', value.shape))
    net.load_state_dict(state)


def named(net, prefix):
    return {f"{prefix}.{name.replace('weight_orig', 'weight')}": p for name, p in net.named_parameters()}


def digest(tensor, name):
    """Two numbers that a wrong gradient would not both have."""
    return [float((tensor * formula(f'{name}.probe', tensor.shape)).sum()), float(tensor.norm())]


def step(skip, power):
    g, d = Generator(skip), Discriminator()
    fill(g, 'generator')
    fill(d, 'discriminator')
    rest, apex = 2 * fed('rest.input', N, 1, S, S) - 1, 2 * fed('apex.input', N, 1, S, S) - 1
    labels = torch.eye(K)[[0, 2]]
    lot = fed('lot.input', N, 1)
    asked = torch.eye(K)[(lot[:, 0] * K).floor().long()]
    z = fed('z.input', N, NOISE, 12).sum(2) - 6
    losses = {}
    optimizers = {net: torch.optim.Adam(net.parameters(), RATE, (0.9, 0.999)) for net in (d, g)}
    picture = g(rest, z, asked)
    bce = lambda p, real: F.binary_cross_entropy(p, torch.full_like(p, float(real)))
    # As one power iteration a step: all of its passes see the same direction.
    kept = {k: v.clone() for k, v in d.state_dict().items() if k.endswith(('weight_u', 'weight_v'))}
    fake, fake_real = d(picture.detach())
    d.load_state_dict(kept, strict=False)
    capsules, real = d(apex)
    losses['d.class'] = margin(capsules, labels, power)
    losses['d.reconstruction'] = F.mse_loss(d.redraw(capsules, labels), (apex + 1) / 2)
    losses['d.adversarial'] = bce(real, 1) + bce(fake_real, 0)
    losses['d.generatedClass'] = margin(fake, asked, power)
    losses['d'] = (losses['d.class'] + 5e-4 * losses['d.reconstruction'] + 0.1 * losses['d.adversarial']
                   + losses['d.generatedClass'])
    optimizers[d].zero_grad()
    losses['d'].backward()
    gradients = {name: digest(p.grad, name) for name, p in named(d, 'discriminator').items()}
    optimizers[d].step()
    d.load_state_dict(kept, strict=False)
    fake, fake_real = d(picture)
    target = torch.where((asked * labels).sum(1)[:, None, None, None] > 0, apex, rest)
    losses['g.adversarial'] = bce(fake_real, 1)
    losses['g.class'] = margin(fake, asked, power)
    losses['g.pixel'] = (picture - target).abs().mean()
    losses['g'] = 0.1 * losses['g.adversarial'] + losses['g.class'] + losses['g.pixel']
    optimizers[g].zero_grad()
    losses['g'].backward()
    gradients |= {name: digest(p.grad, name) for name, p in named(g, 'generator').items()}
    return {
        'losses': {name: float(value) for name, value in losses.items()},
        'picture': picture.detach().flatten()[::97].tolist(),
        'gradients': gradients,
    }


cases = {
    'released': step('released', 2),
    'text': step('text', 2),
    'squeeze': step('squeeze', 1),
    'plain': step('plain', 2),
    'none': step('none', 2),
}
(HERE / 'ice-gan.json').write_text(json.dumps({'cases': cases}, indent=1) + '\n')

# The peer of bench/ice-gan/: one step of ICE-GAN in PyTorch on the CPU (the discriminator, then the generator by what it
# has become; a picture is generated once), or the generator alone. The argument is a plan as JSON; each line read from
# standard input does the work once and answers with its milliseconds.
#
#   {"what": "step" | "forward", "threads", "batch", "size", "width", "bottleneck", "noise", "classes", "types", "capsule",
#    "d_exp", "d_adv"}
import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import remove_spectral_norm, spectral_norm

lrelu = lambda x: F.leaky_relu(x, 0.2)


class Reasoning(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.m = c // 4
        self.phi, self.theta = nn.Conv2d(c, self.m, 1), nn.Conv2d(c, self.m, 1)
        self.adjacency, self.state = nn.Linear(self.m, self.m), nn.Conv1d(self.m, self.m, 1)
        self.back = nn.Conv2d(self.m, c, 1, bias=False)

    def forward(self, f):
        n, _, h, w = f.shape
        p, q = self.phi(f).flatten(2), self.theta(f).flatten(2)
        graph = p @ q.transpose(1, 2) / self.m
        states = self.state(F.relu(graph + self.adjacency(graph)))
        return f + F.instance_norm(self.back((states @ q).reshape(n, self.m, h, w)))


class Generator(nn.Module):
    def __init__(self, plan):
        super().__init__()
        widths = [plan['width'] * min(8, 2**level) for level in range(int(math.log2(plan['size'])) - 1)]
        conv = lambda i, o: spectral_norm(nn.Conv2d(i, o, 4, 2, 1))
        self.encoder = nn.ModuleList(conv(i, o) for i, o in zip([1] + widths, widths))
        self.face = conv(widths[-1], plan['bottleneck'])
        self.skips = nn.ModuleList(Reasoning(c) for c in widths)
        seed = plan['bottleneck'] + plan['noise'] + plan['classes']
        before = [seed] + [2 * c for c in reversed(widths)]
        self.decoder = nn.ModuleList(
            spectral_norm(nn.ConvTranspose2d(i, o, 4, 2, 1)) for i, o in zip(before, list(reversed(widths)) + [1])
        )

    def forward(self, rest, z, asked):
        levels = [self.encoder[0](rest)]
        for layer in self.encoder[1:]:
            levels.append(F.instance_norm(layer(lrelu(levels[-1]))))
        x = torch.cat([self.face(lrelu(levels[-1])), z[:, :, None, None], asked[:, :, None, None]], 1)
        for layer, level, skip in zip(self.decoder, reversed(levels), reversed(self.skips)):
            x = torch.cat([F.instance_norm(layer(lrelu(x))), skip(lrelu(level))], 1)
        return torch.tanh(self.decoder[-1](lrelu(x)))


def squash(s):
    square = (s * s).sum(-1, keepdim=True)
    return s * square.sqrt() / (1 + square)


class Routing(nn.Module):
    def __init__(self, capsules, width, count, size, axis):
        super().__init__()
        self.weight = nn.Parameter(0.05 * torch.randn(capsules, width, count * size))
        self.count, self.size, self.axis = count, size, axis

    def forward(self, u):
        votes = torch.bmm(u.transpose(0, 1), self.weight).transpose(0, 1)
        votes = votes.reshape(len(u), -1, self.count, self.size)
        logits = torch.zeros(votes.shape[:3])
        settled = votes.detach()
        for _ in range(2):
            v = squash((torch.softmax(logits, self.axis)[..., None].detach() * settled).sum(1))
            logits = logits + (settled * v[:, None]).sum(-1).detach()
        return squash((torch.softmax(logits, self.axis)[..., None] * votes).sum(1))


class Discriminator(nn.Module):
    def __init__(self, plan):
        super().__init__()
        w, self.capsule = plan['width'], plan['capsule']
        layers = [spectral_norm(nn.Conv2d(1, w, 4, 2, 1)), nn.LeakyReLU(0.2)]
        for i, o, s in ((w, 2 * w, 2), (2 * w, 4 * w, 2), (4 * w, 8 * w, 1)):
            layers += [spectral_norm(nn.Conv2d(i, o, 4, s, 1, bias=False)), nn.BatchNorm2d(o), nn.LeakyReLU(0.2)]
        primary = plan['types'] * plan['capsule']
        layers.append(spectral_norm(nn.Conv2d(8 * w, primary, 2, 2, 1)))
        self.trunk = nn.Sequential(*layers)
        capsules = plan['types'] * (plan['size'] // 16) ** 2
        self.expression = Routing(capsules, self.capsule, plan['classes'], plan['d_exp'], 2)
        self.authenticity = Routing(capsules, self.capsule, 1, plan['d_adv'], 1)

    def forward(self, x):
        u = squash(self.trunk(x).permute(0, 2, 3, 1).reshape(len(x), -1, self.capsule))
        return self.expression(u).norm(dim=2), self.authenticity(u).norm(dim=2).clamp(1e-7, 1 - 1e-7)


def margin(v, labels):
    return (labels * F.relu(0.9 - v) ** 2 + 0.5 * (1 - labels) * F.relu(v - 0.1) ** 2).sum(1).mean()


def main():
    plan = json.loads(sys.argv[1])
    torch.set_num_threads(plan['threads'])
    torch.manual_seed(0)
    g, d = Generator(plan), Discriminator(plan)
    n, s, k = plan['batch'], plan['size'], plan['classes']
    rest, apex = 2 * torch.rand(n, 1, s, s) - 1, 2 * torch.rand(n, 1, s, s) - 1
    labels, asked = (torch.eye(k)[torch.randint(k, (n,))] for _ in range(2))
    moves_d, moves_g = (torch.optim.Adam(net.parameters(), lr=1e-4) for net in (d, g))

    def step():
        made = g(rest, torch.randn(n, plan['noise']), asked)
        moves_d.zero_grad(set_to_none=True)
        (fake, fake_real), (seen, real) = d(made.detach()), d(apex)
        adversarial = -real.log().mean() - (1 - fake_real).log().mean()
        (0.1 * adversarial + margin(seen, labels) + margin(fake, asked)).backward()
        moves_d.step()
        moves_g.zero_grad(set_to_none=True)
        fake, fake_real = d(made)
        target = torch.where((asked * labels).sum(1)[:, None, None, None] > 0, apex, rest)
        (-0.1 * fake_real.log().mean() + margin(fake, asked) + (made - target).abs().mean()).backward()
        moves_g.step()

    def forward():
        with torch.inference_mode():
            g(rest, torch.randn(n, plan['noise']), asked)

    if plan['what'] == 'forward':
        g.eval()
        # As ours does when it opens the file: what divides the weights is worked out once.
        for layer in g.modules():
            if hasattr(layer, 'weight_orig'):
                remove_spectral_norm(layer)
    work = step if plan['what'] == 'step' else forward
    print(json.dumps({'torch': torch.__version__}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        work()
        print(json.dumps({'ms': (time.perf_counter() - begin) * 1000}), flush=True)


main()

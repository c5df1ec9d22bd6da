# The peer of training.bench.ts: AU-GACN and a WGAN-GP critic in PyTorch on the CPU. The first argument is a plan as
# JSON; each line read from standard input does the work once and answers with its milliseconds.
#
#   {"network": "au-gacn", "what": "step" | "forward", "threads", "batch", "frames", "size", "planes", "width",
#    "neutral", "aus", "classes"}
#   {"network": "critic", "what": "step", "threads", "batch", "size", "channels": [...]}
import json
import sys
import time

import torch
from torch import nn


class Bottleneck(nn.Module):
    """Pseudo-3D residual block: A t(s(u)), B s(u) + t(u), C s(u) + t(s(u))."""

    def __init__(self, kind, width, mid, stride):
        super().__init__()
        self.kind = kind
        steps = (1, stride, stride)
        self.narrow = self.normalized(nn.Conv3d(width, mid, 1, stride=steps, bias=False), mid)
        self.space = self.normalized(nn.Conv3d(mid, mid, (1, 3, 3), padding=(0, 1, 1), bias=False), mid)
        self.time = self.normalized(nn.Conv3d(mid, mid, (3, 1, 1), padding=(1, 0, 0), bias=False), mid)
        self.wide = nn.Sequential(nn.Conv3d(mid, width, 1, bias=False), nn.BatchNorm3d(width))
        self.shortcut = nn.Sequential()
        if stride != 1:
            self.shortcut = nn.Sequential(nn.Conv3d(width, width, 1, stride=steps, bias=False), nn.BatchNorm3d(width))

    @staticmethod
    def normalized(conv, channels):
        return nn.Sequential(conv, nn.BatchNorm3d(channels), nn.ReLU())

    def forward(self, x):
        u = self.narrow(x)
        s = self.space(u)
        joined = self.time(s) if self.kind == 'A' else s + self.time(u if self.kind == 'B' else s)
        return torch.relu(self.wide(joined) + self.shortcut(x))


class AuGacn(nn.Module):
    """The paper's Table 7 with PyTorch's own 3-D layers, and the graph head of docs/networks.md."""

    def __init__(self, planes, aus, classes, width=64, mid=16, hidden=64):
        super().__init__()
        halve = nn.MaxPool3d((2, 1, 1), (2, 1, 1))
        self.trunk = nn.Sequential(
            nn.Conv3d(planes, width, (1, 7, 7), stride=(1, 2, 2), padding=(0, 3, 3), bias=False),
            nn.BatchNorm3d(width),
            nn.ReLU(),
            nn.MaxPool3d((2, 3, 3), 2, padding=(0, 1, 1)),
            Bottleneck('A', width, mid, 1),
            halve,
            Bottleneck('B', width, mid, 2),
            halve,
            Bottleneck('C', width, mid, 2),
            halve,
        )
        self.units = nn.Linear(width, aus)
        self.graph = nn.ModuleList([nn.Linear(n, hidden) for n in (1, hidden, hidden)])
        self.score = nn.Linear(3 * hidden, 1)
        self.register_buffer('adjacency', torch.eye(aus) * 0.5 + 0.5 / aus)
        self.keep = (aus + 1) // 2
        self.head = nn.Sequential(
            nn.Linear(6 * hidden, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, classes)
        )

    def forward(self, clip, neutral):
        x = (clip - 0.5) / 0.5 if neutral is None else (clip - neutral[:, :, None]) * 8
        logits = self.units(self.trunk(x).mean(dim=(2, 3, 4)))
        layers, nodes = [], logits[:, :, None]
        for layer in self.graph:
            nodes = torch.relu(self.adjacency @ layer(nodes))
            layers.append(nodes)
        nodes = torch.cat(layers, dim=2)
        values, places = (self.adjacency @ self.score(nodes))[:, :, 0].topk(self.keep, dim=1)
        kept = nodes.gather(1, places[:, :, None].expand(-1, -1, nodes.shape[2])) * torch.tanh(values)[:, :, None]
        return logits, self.head(torch.cat([kept.mean(dim=1), kept.amax(dim=1)], dim=1))


def au_gacn(plan):
    n, size = plan['batch'], plan['size']
    network = AuGacn(plan['planes'], plan['aus'], plan['classes'], plan['width'])
    clip = torch.rand(n, plan['planes'], plan['frames'], size, size)
    neutral = torch.rand(n, plan['planes'], size, size) if plan['neutral'] else None
    if plan['what'] == 'forward':
        network.eval()
        return lambda: network(clip, neutral), torch.inference_mode
    aus = (torch.rand(n, plan['aus']) < 0.2).float()
    emotions = torch.randint(plan['classes'], (n,))
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        logits, classes = network(clip, neutral)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, aus)
        (loss + nn.functional.cross_entropy(classes, emotions)).backward()
        optimizer.step()

    return step, torch.enable_grad


def critic(plan):
    """Strided 4×4 convolutions with LeakyReLU, and the penalty on the gradient at points between real and made."""
    layers, before = [], 3
    for channels in plan['channels']:
        layers += [nn.Conv2d(before, channels, 4, stride=2, padding=1), nn.LeakyReLU(0.01)]
        before = channels
    network = nn.Sequential(*layers, nn.Conv2d(before, 1, 3, padding=1, bias=False))
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4, betas=(0.5, 0.999))
    shape = (plan['batch'], 3, plan['size'], plan['size'])
    real, made, share = torch.rand(shape), torch.rand(shape), torch.rand(plan['batch'], 1, 1, 1)

    def step():
        optimizer.zero_grad(set_to_none=True)
        between = (share * real + (1 - share) * made).requires_grad_()
        (slope,) = torch.autograd.grad(network(between).sum(), between, create_graph=True)
        norm = torch.sqrt((slope**2).sum(dim=(1, 2, 3)) + 1e-12)
        (network(made).mean() - network(real).mean() + 10 * ((norm - 1) ** 2).mean()).backward()
        optimizer.step()

    return step, torch.enable_grad


def main():
    plan = json.loads(sys.argv[1])
    torch.set_num_threads(plan['threads'])
    torch.manual_seed(0)
    work, mode = {'au-gacn': au_gacn, 'critic': critic}[plan['network']](plan)
    print(json.dumps({'torch': torch.__version__}), flush=True)
    with mode():
        for _ in sys.stdin:
            begin = time.perf_counter()
            work()
            print(json.dumps({'ms': (time.perf_counter() - begin) * 1000}), flush=True)


main()

# The peer of gan.bench.ts: AU-ICGAN in PyTorch on the CPU, with PyTorch's own layers and its own second-order gradients.
# The first argument is a plan as JSON; each line read from standard input does the work once and answers with its
# milliseconds.
#
#   {"what": "critics" | "generator" | "forward", "threads", "batch", "frames", "size", "planes", "aus", "classes",
#    "width", "residuals", "imageWidth", "videoWidth", "cycleFrames"}
import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def normalized(conv, channels):
    return nn.Sequential(conv, nn.InstanceNorm2d(channels, affine=True), nn.ReLU())


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        conv = lambda: nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        norm = lambda: nn.InstanceNorm2d(channels, affine=True)
        self.body = nn.Sequential(conv(), norm(), nn.ReLU(), conv(), norm())

    def forward(self, x):
        return x + self.body(x)


class Generator(nn.Module):
    def __init__(self, planes, aus, width, residuals):
        super().__init__()
        conv = lambda a, b: nn.Conv2d(a, b, 4, stride=2, padding=1, bias=False)
        deconv = lambda a, b: nn.ConvTranspose2d(a, b, 4, stride=2, padding=1, bias=False)
        self.body = nn.Sequential(
            normalized(nn.Conv2d(planes + aus, width, 7, padding=3, bias=False), width),
            normalized(conv(width, 2 * width), 2 * width),
            normalized(conv(2 * width, 4 * width), 4 * width),
            *[Residual(4 * width) for _ in range(residuals)],
            normalized(deconv(4 * width, 2 * width), 2 * width),
            normalized(deconv(2 * width, width), width),
        )
        self.colour = nn.Conv2d(width, planes, 7, padding=3, bias=False)
        self.attention = nn.Conv2d(width, 1, 7, padding=3, bias=False)

    def forward(self, images, units):
        told = units[:, :, None, None].expand(-1, -1, *images.shape[2:])
        x = self.body(torch.cat([images, told], 1))
        colour, attention = torch.tanh(self.colour(x)), torch.sigmoid(self.attention(x))
        return attention * images + (1 - attention) * colour, attention


class ImageCritic(nn.Module):
    def __init__(self, planes, aus, width, size):
        super().__init__()
        layers, before = [], planes
        for layer in range(int(math.log2(size / 2))):
            layers += [nn.Conv2d(before, width * 2**layer, 4, stride=2, padding=1), nn.LeakyReLU(0.01)]
            before = width * 2**layer
        self.body = nn.Sequential(*layers)
        self.realness = nn.Conv2d(before, 1, 3, padding=1, bias=False)
        self.units = nn.Conv2d(before, aus, 2, bias=False)

    def forward(self, x):
        x = self.body(x)
        return self.realness(x), self.units(x).flatten(1)


class VideoCritic(nn.Module):
    def __init__(self, planes, classes, width, size, frames):
        super().__init__()
        count = int(math.log2(size / 4))
        still = count - int(math.log2(frames))
        layers, before = [], planes
        for layer in range(count):
            kernel, stride = ((3, 4, 4), (1, 2, 2)) if layer < still else (4, 2)
            layers += [nn.Conv3d(before, width * 2**layer, kernel, stride=stride, padding=1), nn.LeakyReLU(0.01)]
            before = width * 2**layer
        self.body = nn.Sequential(*layers)
        self.realness = nn.Conv3d(before, 1, (1, 3, 3), padding=(0, 1, 1), bias=False)
        self.emotion = nn.Conv3d(before, classes, (1, 4, 4))

    def forward(self, x):
        x = self.body(x)
        return self.realness(x), self.emotion(x).flatten(1)


def penalty(judge, real, made):
    alpha = torch.rand(len(real), *[1] * (real.dim() - 1))
    between = (alpha * real + (1 - alpha) * made).requires_grad_()
    (slope,) = torch.autograd.grad(judge(between)[0].sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()


TAPS = torch.exp(-((torch.arange(11.0) - 5) ** 2) / (2 * 1.5**2))
TAPS = TAPS / TAPS.sum()


def ssim(a, b):
    n, c, h, w = a.shape
    blur = lambda x: F.conv2d(F.conv2d(x, TAPS[None, None, None]), TAPS[None, None, :, None])
    a, b = ((x.reshape(n * c, 1, h, w) + 1) / 2 for x in (a, b))
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma**2, blur(b * b) - mb**2, blur(a * b) - ma * mb
    return ((2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma**2 + mb**2 + 1e-4) * (va + vb + 9e-4))).mean()


def attention_loss(a):
    variation = (a[:, :, 1:] - a[:, :, :-1]).abs().sum() + (a[..., 1:] - a[..., :-1]).abs().sum()
    return 0.1 * a.mean() + 1e-5 * variation / len(a)


def work(plan):
    n, k, size, planes = plan['batch'], plan['frames'], plan['size'], plan['planes']
    aus, classes = plan['aus'], plan['classes']
    generator = Generator(planes, aus, plan['width'], plan['residuals'])
    if plan['what'] == 'forward':
        face, units = torch.rand(k, planes, size, size), torch.rand(k, aus)
        return lambda: generator(face, units), torch.inference_mode
    image = ImageCritic(planes, aus, plan['imageWidth'], size)
    video = VideoCritic(planes, classes, plan['videoWidth'], size, k)
    adam = lambda network: torch.optim.Adam(network.parameters(), lr=1e-4, betas=(0.5, 0.999))
    start = torch.rand(n, 1, planes, size, size)
    real = torch.rand(n, k, planes, size, size)
    real_units, conditions = torch.rand(n * k, aus), torch.rand(n * k, aus)
    known = torch.randint(classes, (n,))
    wanted = F.one_hot(known, classes).float()
    starts = start.expand(-1, k, -1, -1, -1).reshape(n * k, planes, size, size)
    frames = real.reshape(n * k, planes, size, size)
    volume = lambda x: x.reshape(n, k, planes, size, size).permute(0, 2, 1, 3, 4)
    if plan['what'] == 'critics':
        optimizers = [adam(image), adam(video)]

        def critics():
            for optimizer in optimizers:
                optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                made, _ = generator(starts, conditions)
            realness, units = image(frames)
            loss = image(made)[0].mean() - realness.mean() + 160 * ((units - real_units) ** 2).mean()
            loss = loss + 10 * penalty(image, frames, made)
            realness, logits = video(volume(frames))
            loss = loss + video(volume(made))[0].mean() - realness.mean() + F.cross_entropy(logits, known)
            (loss + 10 * penalty(video, volume(frames), volume(made))).backward()
            for optimizer in optimizers:
                optimizer.step()

        return critics, torch.enable_grad
    optimizer = adam(generator)
    for parameter in [*image.parameters(), *video.parameters()]:
        parameter.requires_grad_(False)
    step = k // plan['cycleFrames']
    begin_units = torch.zeros(n * plan['cycleFrames'], aus)

    def teach():
        optimizer.zero_grad(set_to_none=True)
        made, attention = generator(starts, conditions)
        realness, units = image(made)
        clip_realness, logits = video(volume(made))
        spread = made.reshape(n, k, planes, size, size)[:, step // 2 :: step]
        back, back_attention = generator(spread.reshape(-1, planes, size, size), begin_units)
        loss = -realness.mean() + 10 * (back.reshape(spread.shape) - start).abs().mean()
        loss = loss + attention_loss(attention) + attention_loss(back_attention)
        loss = loss + 160 * ((units - conditions) ** 2).mean() + 1 - ssim(made, frames)
        loss = loss + ((logits.softmax(1) - wanted) ** 2).sum(1).mean() - clip_realness.mean()
        loss.backward()
        optimizer.step()

    return teach, torch.enable_grad


def main():
    plan = json.loads(sys.argv[1])
    torch.set_num_threads(plan['threads'])
    torch.manual_seed(0)
    once, mode = work(plan)
    print(json.dumps({'torch': torch.__version__}), flush=True)
    with mode():
        for _ in sys.stdin:
            begin = time.perf_counter()
            once()
            print(json.dumps({'ms': (time.perf_counter() - begin) * 1000}), flush=True)


main()

# The peer of infer.bench.ts: the same networks in PyTorch on the CPU with as many threads. Weights and clip come from
# a folder; each line read from standard input runs one forward and answers with its milliseconds.
import json
import sys
import time
from pathlib import Path

import numpy
import torch

folder, threads = Path(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.set_grad_enabled(False)
plan = json.loads((folder / 'plan.json').read_text())


def load(name):
    shape = plan['shapes'][name]
    return torch.from_numpy(numpy.fromfile(folder / f'{name}.bin', dtype='<f4').reshape(shape).copy())


clip, weight, bias = load('clip'), load('conv'), load('bias')
au, emotion = load('au'), load('emotion')


def small():
    change = (clip[:, :, 1:] - clip[:, :, :-1]) * 8
    stack = change.reshape(clip.shape[0], -1, clip.shape[3], clip.shape[4])
    found = torch.relu(torch.nn.functional.conv2d(stack, weight, bias, stride=2, padding=1))
    return found.mean(dim=(2, 3))


def trunk():
    found = torch.relu(torch.nn.functional.conv3d(clip, weight, bias, stride=(1, 2, 2), padding=(0, 3, 3)))
    pooled = torch.nn.functional.max_pool3d(found, (2, 3, 3), (2, 2, 2), (0, 1, 1))
    return pooled.mean(dim=(2, 3, 4))


forward = {'small': small, 'trunk': trunk}[plan['network']]
first = forward()
print(json.dumps({'torch': torch.__version__, 'logits': (first @ au).flatten().tolist()}), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    features = forward()
    logits = features @ au, features @ emotion
    print(json.dumps({'ms': (time.perf_counter() - start) * 1000}), flush=True)

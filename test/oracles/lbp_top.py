"""Makes lbp-top.json: LBP-TOP histograms of a clip made by a formula, computed from the definition with numpy.

Written apart from native/: positions, bilinear interpolation in double precision and uniformity are those of
scikit-image's local_binary_pattern (positions rounded to five digits, bit k set where neighbour - centre >= 0,
`nri_uniform` counts at most two changes), on each of the three planes.

    /usr/bin/python3 test/oracles/lbp_top.py
"""
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def clip(frames, height, width):
    """The same integers that the test makes: a linear congruential generator, with a flat patch in the middle."""
    state, values = 12345, []
    for _ in range(frames * height * width):
        state = (1103515245 * state + 12345) % 2**31
        values.append((state >> 16) % 256)
    volume = np.array(values, dtype=np.float64).reshape(frames, height, width)
    volume[:, 6:12, 6:14] = 77
    return volume


def bin_of(neighbours):
    """Bins of uniform patterns in the order of their numbers, the last for all others."""
    bins, following = [], 0
    for pattern in range(2**neighbours):
        bits = [(pattern >> k) & 1 for k in range(neighbours)]
        changes = sum(bits[k] != bits[k - 1] for k in range(neighbours))
        if changes <= 2:
            bins.append(following)
            following += 1
        else:
            bins.append(neighbours * (neighbours - 1) + 2)
    assert following == neighbours * (neighbours - 1) + 2
    return np.array(bins)


def shifted(volume, radii, offsets):
    """The inner part of the volume moved by fractional offsets (t, y, x), at most two of them not whole."""
    result = volume
    for axis, (radius, offset) in enumerate(zip(radii, offsets)):
        low = int(np.floor(offset))
        fraction = offset - low
        inner = result.shape[axis] - 2 * radius
        start = radius + low
        lower = np.take(result, range(start, start + inner), axis=axis)
        if fraction == 0:
            result = lower
        else:
            upper = np.take(result, range(start + 1, start + 1 + inner), axis=axis)
            result = lower * (1 - fraction) + upper * fraction
    return result


def lbp_top(volume, radii_xyt, neighbours, blocks_xyt):
    rx, ry, rt = radii_xyt
    radii = (rt, ry, rx)
    centre = shifted(volume, radii, (0, 0, 0))
    bins = bin_of(neighbours)
    patterns = []
    for plane in ("xy", "xt", "yt"):
        pattern = np.zeros(centre.shape, dtype=np.int64)
        for k in range(neighbours):
            c = np.cos(2 * np.pi * k / neighbours)
            s = -np.sin(2 * np.pi * k / neighbours)
            t, y, x = {"xy": (0, ry * s, rx * c), "xt": (rt * s, 0, rx * c), "yt": (rt * s, ry * c, 0)}[plane]
            value = shifted(volume, radii, tuple(round(float(o), 5) for o in (t, y, x)))
            # Sums of products of fractions of flat grey may fall short of it in the last bit.
            pattern |= (value - centre >= -1e-9).astype(np.int64) << k
        patterns.append(bins[pattern])
    bx, by, bt = blocks_xyt
    frames, height, width = centre.shape
    out = []
    for it in range(bt):
        for iy in range(by):
            for ix in range(bx):
                # Voxel i belongs to block floor(i * blocks / length).
                ts = [i for i in range(frames) if i * bt // frames == it]
                ys = [i for i in range(height) if i * by // height == iy]
                xs = [i for i in range(width) if i * bx // width == ix]
                for plane in patterns:
                    part = plane[np.ix_(ts, ys, xs)]
                    counts = np.bincount(part.ravel(), minlength=neighbours * (neighbours - 1) + 3)
                    out.append((counts / part.size).tolist())
    return out


cases = []
for size, radii, neighbours, blocks in [
    ((8, 20, 24), (1, 1, 1), 8, (1, 1, 1)),
    ((9, 21, 23), (3, 2, 2), 8, (3, 2, 1)),
    ((11, 19, 22), (2, 3, 4), 6, (2, 1, 2)),
]:
    histograms = lbp_top(clip(*size), radii, neighbours, blocks)
    cases.append({
        "frames": size[0], "height": size[1], "width": size[2], "radii": radii, "neighbours": neighbours, "blocks": blocks,
        "histograms": [[round(value, 7) for value in histogram] for histogram in histograms],
    })
(HERE / "lbp-top.json").write_text(json.dumps(cases))

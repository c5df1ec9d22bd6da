"""Makes synthesis-quality.json: structural similarity, variance of the Laplacian, Fréchet distance and Pearson's r as SciPy
and NumPy compute them, of pictures and features from formulas that the test repeats. The structural similarity is
scikit-image's own formula (gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1), over SciPy's
Gaussian filter; where scikit-image is installed, the two are compared first.

    /usr/bin/python3 test/oracles/synthesis_quality.py
"""
import json
from pathlib import Path

import numpy as np
from scipy.linalg import sqrtm
from scipy.ndimage import gaussian_filter, laplace
from scipy.stats import pearsonr

HERE = Path(__file__).resolve().parent
H, W = 24, 31


def wave(count, seed, low=0.0, high=1.0):
    p = np.arange(1, count + 1)
    return low + (high - low) * (0.5 + 0.5 * np.sin(1.7 * p + 0.013 * p * p + 2.3 * seed))


def picture(seed, other=0.3):
    return ((1 - other) * wave(H * W, 1) + other * wave(H * W, seed)).reshape(H, W)


def ssim(a, b):
    blur = lambda x: gaussian_filter(x, 1.5, truncate=3.5)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    c1, c2 = 0.01**2, 0.03**2
    s = ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    return float(s[5:-5, 5:-5].mean())


def frechet(a, b):
    ca, cb = np.cov(a.T), np.cov(b.T)
    return float(((a.mean(0) - b.mean(0))**2).sum() + np.trace(ca + cb - 2 * sqrtm(ca @ cb).real))


try:
    from skimage.metrics import structural_similarity
    theirs = structural_similarity(picture(2), picture(3), gaussian_weights=True, sigma=1.5,
                                   use_sample_covariance=False, data_range=1)
    assert abs(theirs - ssim(picture(2), picture(3))) < 1e-9
except ImportError:
    pass

inside = laplace(picture(4), mode='constant')[1:-1, 1:-1]
x, y = wave(40, 5), 0.6 * wave(40, 5) + 0.4 * wave(40, 6)
json.dump({
    'ssim': [ssim(picture(2), picture(s, o)) for s, o in ((3, 0.3), (3, 0.05), (2, 0.3))],
    'laplacianVariance': float(inside.var()),
    'frechet': [frechet(wave(30 * 6, 7).reshape(30, 6), wave(25 * 6, s, 0, h).reshape(25, 6)) for s, h in ((8, 1), (9, 3))],
    'correlation': float(pearsonr(x, y)[0]),
}, (HERE / 'synthesis-quality.json').open('w'), indent=1)

"""Makes tvl1-moved.pgm and tvl1.json: a known smooth deformation of native/testing/astronaut-face.pgm and
what OpenCV's DualTVL1 (opencv-contrib, Debian's python3-opencv 4.6) makes of it with our parameters.

    /usr/bin/python3 test/oracles/tvl1.py
"""
import json
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
FACE = HERE.parent.parent / "native" / "testing" / "astronaut-face.pgm"
STEP = 4  # every fourth pixel each way is stored

face = cv2.imread(str(FACE), cv2.IMREAD_GRAYSCALE)
height, width = face.shape
y, x = np.mgrid[0:height, 0:width].astype(np.float64)


def flow_at(x, y):
    """Displacement of the face's content at (x, y), up to 2.6 px."""
    return 1.6 * np.sin(x / 23) + 0.7, 2.0 * np.cos(y / 31) * np.sin(x / 40)


# moved(p + flow(p)) = face(p): the source of each moved pixel is found by fixed-point iteration.
sx, sy = x.copy(), y.copy()
for _ in range(50):
    u, v = flow_at(sx, sy)
    sx, sy = x - u, y - v
moved = cv2.remap(face, sx.astype(np.float32), sy.astype(np.float32), cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
cv2.imwrite(str(HERE / "tvl1-moved.pgm"), moved)

# One outer loop of 300 without median filtering is the plain algorithm of the papers.
algorithm = cv2.optflow.DualTVL1OpticalFlow_create(
    tau=0.25, lambda_=0.15, theta=0.3, nscales=5, warps=5, epsilon=0.01,
    innnerIterations=300, outerIterations=1, scaleStep=0.5, gamma=0.0, medianFiltering=1,
)
flow = algorithm.calc(face, moved, None)
u, v = flow_at(x, y)
error = np.hypot(flow[..., 0] - u, flow[..., 1] - v)[16:-16, 16:-16]
print("OpenCV against what is known: mean", error.mean(), "95 %", np.percentile(error, 95))


def stored(plane):
    return [round(float(value), 4) for value in plane[::STEP, ::STEP].ravel()]


(HERE / "tvl1.json").write_text(json.dumps({
    "opencv": cv2.__version__, "width": width, "height": height, "step": STEP,
    "u": stored(flow[..., 0]), "v": stored(flow[..., 1]), "trueU": stored(u), "trueV": stored(v),
}))

"""Writes projection.golden.json beside the tests: samples, and the quantiles and main directions that NumPy finds. python make_projection_golden.py"""
import json
import numpy as np

rng = np.random.default_rng(3)


def case(data):
    centred = data - data.mean(0)
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    count = min(3, *data.shape)
    points = u[:, :count] * s[:count]
    farthest = points[np.abs(points).argmax(0), np.arange(count)]
    points = points * np.where(farthest < 0, -1, 1)
    total = float((centred ** 2).sum())
    flat = data.ravel()
    return dict(shape=list(data.shape), data=[round(float(x), 6) for x in flat], points=points.tolist(), explained=[float(x * x / total) if total else 0.0 for x in s[:count]],
                quantiles=np.quantile(flat, [0, .01, .05, .25, .5, .75, .95, .99, 1]).tolist())


clusters = np.concatenate([rng.normal(size=(12, 9)) * .3 + rng.normal(size=9) * 3 for _ in range(4)])
cases = [np.round(x, 6) for x in (rng.normal(size=(5, 3)), clusters, rng.normal(size=(30, 200)) * np.linspace(3, .1, 200), np.tile(rng.normal(size=(1, 4)), (6, 1)), rng.normal(size=(40, 1)))]
json.dump([case(x) for x in cases], open('projection.golden.json', 'w'), separators=(',', ':'))

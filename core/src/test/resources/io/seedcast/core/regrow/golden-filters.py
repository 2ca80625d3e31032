#!/usr/bin/env python3
"""Writes golden-filters.csv: generated filters computed in float64 by the definition, with math.pow and friends.

Run by hand: python3 golden-filters.py > golden-filters.csv. Seed weights and exponents are float32 values.
"""
import math
import random
import struct


def f32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def phi(function, w, b, bias):
    if function == "monomial":
        sign = (w > 0) - (w < 0)
        return sign * sum(abs(w) ** e for e in b) + sign * bias
    if function == "gaussian":
        return sum(math.exp(-((e * w) ** 2)) for e in b)
    if function == "multiquadric":
        return sum(math.sqrt(1 + (e * w) ** 2) for e in b)
    if function == "inverse-quadratic":
        return sum(1 / (1 + (e * w) ** 2) for e in b)
    if function == "inverse-multiquadric":
        return sum(1 / math.sqrt(1 + (e * w) ** 2) for e in b)
    raise ValueError(function)


def normalize(raw, kind):
    mean = math.fsum(raw) / len(raw)
    centred = [r - mean for r in raw]
    squares = math.fsum(c * c for c in centred)
    if kind == "standardize":
        divisor = math.sqrt(squares / (len(raw) - 1)) + 1e-5
    else:
        divisor = math.sqrt(squares) + 1e-12
    return [c / divisor for c in centred]


def main():
    rng = random.Random(20250101)
    print("# function,normalization,terms,bias,seeds,out,in,k;seed weights;exponents [t][o][c];biases [o][c];filters [o][c][y][x]")
    cases = []
    for function in ("monomial", "gaussian", "multiquadric", "inverse-quadratic", "inverse-multiquadric"):
        for normalization in ("standardize", "l2"):
            for terms in (1, 3):
                cases.append((function, normalization, terms, False))
    cases.append(("monomial", "standardize", 2, True))
    for function, normalization, terms, bias in cases:
        seeds, fanout, channels, k = 2, 3, 5, 3
        out = seeds * fanout
        size = channels * k * k
        w = [f32(rng.uniform(-0.4, 0.4)) for _ in range(seeds * size)]
        w[7] = 0.0
        exponents = [f32(rng.uniform(1, 7)) for _ in range(terms * out * channels)]
        biases = [f32(rng.random()) for _ in range(out * channels)] if bias else []
        filters = []
        for o in range(out):
            raw = []
            for c in range(channels):
                b = [exponents[(t * out + o) * channels + c] for t in range(terms)]
                a = biases[o * channels + c] if bias else 0.0
                for i in range(k * k):
                    raw.append(phi(function, w[(o % seeds) * size + c * k * k + i], b, a))
            filters += normalize(raw, normalization)
        head = f"{function},{normalization},{terms},{str(bias).lower()},{seeds},{out},{channels},{k}"
        print(";".join([head] + [",".join(repr(v) for v in values) for values in (w, exponents, biases, filters)]))


main()

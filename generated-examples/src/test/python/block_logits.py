"""Logits of torchvision's and timm's networks that the examples declare with blocks, in double, on weights by a closed formula.

usage: python3 block_logits.py OUTDIR      (OUTDIR: generated-examples/src/test/resources/castnet/examples/oracle)
needs: torch, torchvision, timm, numpy
The formula is that of castnet.examples.oracle.Formula: SplitMix64 over the FNV-1a hash of "<key>#<seed>".
"""
import json
import math
import sys

import numpy as np
import timm
import torch
import torchvision

SEED = 1
SHAPE = (1, 3, 65, 97)
NETWORKS = {
    "mobilenet_v2": lambda: torchvision.models.mobilenet_v2(weights=None),
    "densenet121": lambda: torchvision.models.densenet121(weights=None),
    "seresnet50": lambda: timm.create_model("seresnet50"),
}


def uniform(name, count):
    state = 0xCBF29CE484222325
    for byte in f"{name}#{SEED}".encode():
        state = ((state ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24


def rounded(values, shape):
    return torch.from_numpy(values.astype(np.float32).astype(np.float64).reshape(shape))


def parameter(key, tensor):
    u = uniform(key, tensor.numel())
    if tensor.dim() > 1:
        values = (2 * u - 1) * math.sqrt(6.0 / tensor[0].numel())
    elif key.endswith("running_var"):
        values = 0.5 + u
    elif key.endswith("running_mean") or key.endswith(".bias"):
        values = (2 * u - 1) * 0.1
    else:
        values = 0.5 + 0.5 * u
    return rounded(values, tuple(tensor.shape))


def main(folder):
    for arch, make in NETWORKS.items():
        net = make()
        state = net.state_dict()
        filled = {k: v if k.endswith("num_batches_tracked") else parameter(k, v) for k, v in state.items()}
        net.double().load_state_dict(filled)
        net.eval()
        image = rounded((2 * uniform("input", math.prod(SHAPE)) - 1) * 2, SHAPE)
        with torch.no_grad():
            logits = net(image)[0].tolist()
        record = dict(
            arch=arch,
            input_shape=list(SHAPE),
            seed=SEED,
            params=sum(p.numel() for p in net.parameters()),
            logits=[[float(f"{x:.9g}") for x in logits]],
        )
        with open(f"{folder}/{arch}_{'x'.join(map(str, SHAPE))}.json", "w") as out:
            json.dump(record, out)
            out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])

"""Logits and gradients of published implementations, in double, on weights by a closed formula.

usage: python reference.py OUTDIR [NETWORK...]      (OUTDIR: generated-examples/src/test/resources/castnet/examples/oracle)
With networks named, only their records are made anew, and the others stay.
needs: torch 2.13, torchvision 0.28, timm 1.0.29, keras 3.15 (on torch), numpy
The formula is that of castnet.examples.oracle.Formula: SplitMix64 over the FNV-1a hash of "<key>#<seed>", keys those of the implementation.
"""
import json
import math
import os
import sys

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import timm
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

SEED = 1
EVERY = 9  # of a thousand logits these are kept


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


def values(key, shape, fan_in):
    u = uniform(key, math.prod(shape))
    last = key.replace("/", ".").rsplit(".", 1)[-1]
    if len(shape) > 1:
        filled = (2 * u - 1) * math.sqrt(6.0 / fan_in)
    elif last in ("running_var", "moving_variance"):
        filled = 0.5 + u
    elif last in ("running_mean", "moving_mean", "bias", "beta"):
        filled = (2 * u - 1) * 0.1
    else:
        filled = 0.5 + 0.5 * u
    return filled.astype(np.float32).astype(np.float64).reshape(shape)


def images(shape):
    u = uniform("input", math.prod(shape))
    return ((2 * u - 1) * 2).astype(np.float32).astype(np.float64).reshape(shape)


def filled(net):
    state = net.state_dict()
    for key, tensor in state.items():
        if not key.endswith("num_batches_tracked"):
            fan_in = tensor[0].numel() if tensor.dim() > 1 else 0
            state[key] = torch.from_numpy(values(key, tuple(tensor.shape), fan_in))
    net.double().load_state_dict(state)
    return net


def torch_logits(make):
    def run(shape):
        net = filled(make()).eval()
        with torch.no_grad():
            logits = net(torch.from_numpy(images(shape))).numpy()
        return logits, sum(p.numel() for p in net.parameters())
    return run


def keras_logits(make):
    def run(shape):
        keras.backend.set_floatx("float64")
        net = make(weights=None, input_shape=(shape[2], shape[3], 3), classifier_activation=None)
        for layer in net.layers:
            for weight in layer.weights:
                key = f"{layer.name}/{weight.name}"
                weight.assign(values(key, tuple(weight.shape), math.prod(weight.shape[:-1])))
        x = np.ascontiguousarray(images(shape).transpose(0, 2, 3, 1))
        logits = keras.ops.convert_to_numpy(net(x, training=False))
        return logits, sum(math.prod(w.shape) for w in net.trainable_weights)
    return run


def v1():
    """He et al. 2015: the stride of a bottleneck on its first 1x1."""
    net = torchvision.models.resnet50(weights=None)
    for layer in (net.layer2, net.layer3, net.layer4):
        layer[0].conv1.stride = (2, 2)
        layer[0].conv2.stride = (1, 1)
    return net


def gluon():
    """GluonCV's resnet50_v1: as v1, and both 1x1 of a branch have a bias."""
    net = v1()
    for layer in (net.layer1, net.layer2, net.layer3, net.layer4):
        for block in layer:
            for name in ("conv1", "conv3"):
                old = getattr(block, name)
                setattr(block, name, nn.Conv2d(old.in_channels, old.out_channels, 1, old.stride, bias=True))
    return net


class CifarBlock(nn.Module):
    def __init__(self, inputs, width, stride, option):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.option, self.stride, self.extra = option, stride, width - inputs
        if option == "B" and (stride > 1 or inputs != width):
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if hasattr(self, "shortcut"):
            x = self.shortcut(x)
        elif self.extra:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.extra // 2, self.extra // 2))
        return F.relu(y + x)


class CifarResNet(nn.Module):
    """akamaster's and kuangliu's ResNet for CIFAR-10: 6n + 2 layers, shortcuts of option A or B."""

    def __init__(self, n, option):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        widths = (16, 32, 64)
        for stage, width in enumerate(widths):
            blocks = [CifarBlock(widths[max(0, stage - 1)] if b == 0 else width, width, 2 if b == 0 and stage else 1, option)
                      for b in range(n)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(x.mean((2, 3)))


class DoubleConv(nn.Sequential):
    def __init__(self, inputs, out, middle=0):
        super().__init__()
        middle = middle or out
        self.double_conv = nn.Sequential(
            nn.Conv2d(inputs, middle, 3, padding=1, bias=False), nn.BatchNorm2d(middle), nn.ReLU(),
            nn.Conv2d(middle, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU())


class Down(nn.Module):
    def __init__(self, inputs, out):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(inputs, out))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    def __init__(self, inputs, out, middle):
        super().__init__()
        self.conv = DoubleConv(inputs, out, middle)

    def forward(self, below, skip):
        up = F.interpolate(below, scale_factor=2, mode="bilinear", align_corners=False)
        rows, columns = skip.shape[2] - up.shape[2], skip.shape[3] - up.shape[3]
        up = F.pad(up, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
        return self.conv(torch.cat([skip, up], 1))


class UNet(nn.Module):
    """milesial's Pytorch-UNet with bilinear upsampling, but for align_corners; of any depth."""

    def __init__(self, inputs, classes, widths):
        super().__init__()
        self.depth = len(widths) - 1
        self.inc = DoubleConv(inputs, widths[0])
        # The lowest map has half of the channels that its level would have, as what is interpolated has no fewer than what was read.
        outs = [*widths[:-1], widths[-1] // 2]
        for i in range(self.depth):
            setattr(self, f"down{i + 1}", Down(outs[i], outs[i + 1]))
        for i in range(self.depth):
            level = self.depth - 1 - i
            out = widths[0] if level == 0 else outs[level] // 2
            setattr(self, f"up{i + 1}", Up(2 * outs[level], out, outs[level]))
        self.outc = nn.Sequential()
        # A bias of a single map would shift all pixels alike, which a softmax over pixels does not see.
        self.outc.conv = nn.Conv2d(widths[0], classes, 1, bias=classes > 1)

    def forward(self, x):
        maps = [self.inc(x)]
        for i in range(self.depth):
            maps.append(getattr(self, f"down{i + 1}")(maps[-1]))
        below = maps.pop()
        for i in range(self.depth):
            below = getattr(self, f"up{i + 1}")(below, maps.pop())
        return self.outc(below).flatten(1)


def conv_bn(inputs, out, pool=None):
    net = nn.Sequential()
    net.conv = nn.Conv2d(inputs, out, 3, padding=1, bias=False)
    net.bn = nn.BatchNorm2d(out)
    net.relu = nn.ReLU()
    if pool:
        net.pool = nn.MaxPool2d(pool)
    return net


class Branch(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.res1, self.res2 = conv_bn(channels, channels), conv_bn(channels, channels)

    def forward(self, x):
        return x + self.res2(self.res1(x))


class ResNet9(nn.Module):
    """David Page's network of DAWNBench 2018."""

    def __init__(self):
        super().__init__()
        self.prep = conv_bn(3, 64)
        self.layer1, self.layer2, self.layer3 = conv_bn(64, 128, 2), conv_bn(128, 256, 2), conv_bn(256, 512, 2)
        self.layer1.residual, self.layer3.residual = Branch(128), Branch(512)
        self.linear = nn.Linear(512, 10, bias=False)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.prep(x))))
        return 0.125 * self.linear(F.max_pool2d(x, 4).flatten(1))


def tv(name):
    return lambda: getattr(torchvision.models, name)(weights=None)


def tm(name):
    return lambda: timm.create_model(name)


# name of the interface in castnet.examples.oracle.OddSizes: convention, implementation, batch and image size
LOGITS = {
    "ResNet18At75x53": ("", "torchvision resnet18", torch_logits(tv("resnet18")), (3, 3, 75, 53)),
    "ResNet34At53x75": ("", "torchvision resnet34", torch_logits(tv("resnet34")), (2, 3, 53, 75)),
    "ResNet50At67x91": ("", "torchvision resnet50", torch_logits(tv("resnet50")), (2, 3, 67, 91)),
    "ResNet101At33x65": ("", "torchvision resnet101", torch_logits(tv("resnet101")), (1, 3, 33, 65)),
    "ResNet152At47x39": ("", "torchvision resnet152", torch_logits(tv("resnet152")), (1, 3, 47, 39)),
    "WideResNet50At35x67": ("", "torchvision wide_resnet50_2", torch_logits(tv("wide_resnet50_2")), (1, 3, 35, 67)),
    "ResNeXt50At71x43": ("", "torchvision resnext50_32x4d", torch_logits(tv("resnext50_32x4d")), (2, 3, 71, 43)),
    "ResNeXt101x32x8At37x41": ("", "torchvision resnext101_32x8d", torch_logits(tv("resnext101_32x8d")), (1, 3, 37, 41)),
    "MobileNetV2At65x97": ("", "torchvision mobilenet_v2", torch_logits(tv("mobilenet_v2")), (2, 3, 65, 97)),
    "DenseNet121At65x97": ("", "torchvision densenet121", torch_logits(tv("densenet121")), (2, 3, 65, 97)),
    "UNetAt45x37": ("", "milesial's UNet, align_corners=False", torch_logits(lambda: UNet(3, 2, (64, 128, 256, 512, 1024))), (2, 3, 45, 37)),
    "ResNet50V1At67x91": ("", "torchvision resnet50, strides on the first 1x1", torch_logits(v1), (2, 3, 67, 91)),
    "GluonResNet50At67x91": ("", "that, with biases on the 1x1", torch_logits(gluon), (2, 3, 67, 91)),
    "ResNet18DAt57x83": ("", "timm resnet18d", torch_logits(tm("resnet18d")), (2, 3, 57, 83)),
    "ResNet34DAt83x57": ("", "timm resnet34d", torch_logits(tm("resnet34d")), (1, 3, 83, 57)),
    "ResNet50CAt67x91": ("", "timm resnet50c", torch_logits(tm("resnet50c")), (1, 3, 67, 91)),
    "ResNet50DAt57x83": ("", "timm resnet50d", torch_logits(tm("resnet50d")), (2, 3, 57, 83)),
    "ResNet50SAt67x91": ("", "timm resnet50s", torch_logits(tm("resnet50s")), (1, 3, 67, 91)),
    "ResNet50TAt67x91": ("", "timm resnet50t", torch_logits(tm("resnet50t")), (1, 3, 67, 91)),
    "SeResNet50At67x91": ("", "timm seresnet50", torch_logits(tm("seresnet50")), (2, 3, 67, 91)),
    "SeResNet50OfBlocksAt65x97": ("", "timm seresnet50", torch_logits(tm("seresnet50")), (1, 3, 65, 97)),
    "SeResNeXt50At67x91": ("", "timm seresnext50_32x4d", torch_logits(tm("seresnext50_32x4d")), (1, 3, 67, 91)),
    "ResNetRs50At67x91": ("", "timm resnetrs50", torch_logits(tm("resnetrs50")), (1, 3, 67, 91)),
    "ResNetV2x50At67x91": ("timm-resnetv2", "timm resnetv2_50", torch_logits(tm("resnetv2_50")), (2, 3, 67, 91)),
    "ResNet26At67x91": ("", "timm resnet26", torch_logits(tm("resnet26")), (2, 3, 67, 91)),
    "EcaResNet50DAt57x83": ("", "timm ecaresnet50d", torch_logits(tm("ecaresnet50d")), (2, 3, 57, 83)),
    "ResNetAa50At64x96": ("", "timm resnetaa50", torch_logits(tm("resnetaa50")), (2, 3, 64, 96)),
    "ResNetBlur50At67x91": ("", "timm resnetblur50", torch_logits(tm("resnetblur50")), (2, 3, 67, 91)),
    "SeNet154At67x43": ("", "timm legacy_senet154", torch_logits(tm("legacy_senet154")), (1, 3, 67, 43)),
    "ResNet9": ("", "David Page's ResNet-9", torch_logits(ResNet9), (3, 3, 32, 32)),
    "KerasResNet50At67x91": ("keras", "keras ResNet50", keras_logits(keras.applications.ResNet50), (2, 3, 67, 91)),
    "KerasResNet50V2At67x91": ("keras-v2", "keras ResNet50V2", keras_logits(keras.applications.ResNet50V2), (2, 3, 67, 91)),
    "CifarResNet20At35x29": ("pytorch-cifar", "akamaster resnet20 (option A)", torch_logits(lambda: CifarResNet(3, "A")), (3, 3, 35, 29)),
    "CifarResNet56At33x31": ("pytorch-cifar", "akamaster resnet56 (option A)", torch_logits(lambda: CifarResNet(9, "A")), (2, 3, 33, 31)),
    "CifarResNet32BAt31x33": ("pytorch-cifar", "kuangliu's blocks (option B), 32 layers", torch_logits(lambda: CifarResNet(5, "B")), (2, 3, 31, 33)),
}

GRADIENTS = {
    "ResNet18At75x53": ("", "torchvision resnet18", tv("resnet18"), (3, 3, 75, 53)),
    "ResNet50At33x41": ("", "torchvision resnet50", tv("resnet50"), (3, 3, 33, 41)),
    "ResNet50V1At33x41": ("", "torchvision resnet50, strides on the first 1x1", v1, (3, 3, 33, 41)),
    "ResNet50DAt33x41": ("", "timm resnet50d", tm("resnet50d"), (3, 3, 33, 41)),
    "ResNetV2x50At33x41": ("timm-resnetv2", "timm resnetv2_50", tm("resnetv2_50"), (3, 3, 33, 41)),
    "ResNeXt50At33x41": ("", "torchvision resnext50_32x4d", tv("resnext50_32x4d"), (3, 3, 33, 41)),
    "ResNetBlur50At33x41": ("", "timm resnetblur50", tm("resnetblur50"), (3, 3, 33, 41)),
    "ResNet9": ("", "David Page's ResNet-9", ResNet9, (3, 3, 32, 32)),
    "CifarResNet20At35x29": ("pytorch-cifar", "akamaster resnet20 (option A)", lambda: CifarResNet(3, "A"), (5, 3, 35, 29)),
    "EcaResNet50DAt33x41": ("", "timm ecaresnet50d", tm("ecaresnet50d"), (3, 3, 33, 41)),
    "HeatMap": ("", "a small UNet, pixels as classes", lambda: UNet(1, 1, (8, 16, 32)), (5, 1, 21, 19)),
}

# A ReLU whose argument is within rounding of zero gives another gradient in float than in double, in any implementation: seeds are
# tried until PyTorch's own float agrees with its double. Castnet's float meets such an argument with the seeds before these; of
# ResNet-9's first 14, PyTorch's float meets one with the fifth, Castnet's with 1, 5 and 14, and agrees within 6e-6 with the others.
AGREEMENT = 2e-5
FIRST_SEED = {"ResNet50DAt33x41": 3, "ResNetBlur50At33x41": 6, "ResNet9": 2}


def short(x):
    return float(f"{x:.9g}")


def step(make, shape, dtype):
    """Mean cross entropy of one batch with batch statistics, and its gradients.

    The last layer of a bottleneck's branch is a quarter of the formula: with batch statistics of a few images, the gradients of fifty
    layers are else so sensitive that PyTorch's own float is percents away from its double.
    """
    net = filled(make())
    with torch.no_grad():
        for key, p in net.named_parameters():
            if key.endswith((".bn3.weight", ".conv3.weight")):
                p.mul_(0.25)
    net = net.to(dtype).train()
    logits = net(torch.from_numpy(images(shape)).to(dtype))
    labels = [(7 * i + 3) % logits.shape[1] for i in range(shape[0])]
    loss = F.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    return loss.item(), labels, {key: p.grad.double().numpy().ravel() for key, p in net.named_parameters()}


def gradients(make, shape, first_seed):
    """Of each gradient its norm, what the formula's numbers weigh of it, and its first and last element."""
    global SEED
    for SEED in range(first_seed, 100):
        loss, labels, exact = step(make, shape, torch.float64)
        rounded = step(make, shape, torch.float32)[2]
        error = max(np.linalg.norm(exact[k] - rounded[k]) / np.linalg.norm(exact[k]) for k in exact)
        print("  seed", SEED, error, flush=True)
        if error < AGREEMENT:
            break
    found = {}
    for key, g in exact.items():
        weights = 2 * uniform(key + "/gradient", g.size) - 1
        found[key] = [short(np.sqrt((g * g).sum())), short((g * weights).sum()), short(g[0]), short(g[-1])]
    return dict(seed=SEED, pytorchs_own_error=float(f"{error:.2g}"), loss=short(loss), labels=labels, gradients=found)


def logits(name):
    convention, source, run, shape = LOGITS[name]
    found, params = run(shape)
    every = EVERY if found.shape[1] > 100 else 1
    print(name, params, flush=True)
    return dict(
        network=name, convention=convention, source=source, input=list(shape), seed=1, parameters=params,
        largest=short(np.abs(found).max()), every=every,
        logits=[[short(x) for x in row[::every]] for row in found])


def training(name):
    convention, source, make, shape = GRADIENTS[name]
    found = gradients(make, shape, FIRST_SEED.get(name, 1))
    print(name, found["seed"], found["pytorchs_own_error"], flush=True)
    return dict(network=name, convention=convention, source=source, input=list(shape), **found)


def write(file, table, record, wanted):
    there = {}
    if wanted:
        with open(file) as old:
            there = {r["network"]: r for r in json.load(old)}
    records = [there[name] if name in there and name not in wanted else record(name) for name in table]
    with open(file, "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(r) for r in records) + "\n]\n")


if __name__ == "__main__":
    folder, *wanted = sys.argv[1:]
    write(f"{folder}/logits.json", LOGITS, logits, wanted)
    write(f"{folder}/gradients.json", GRADIENTS, training, wanted)

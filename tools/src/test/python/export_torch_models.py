"""Writes what PyTorch exports of published networks (random weights and statistics), an image, and ONNX Runtime's result.

    python export_torch_models.py FOLDER [NAME…]      pip install torch torchvision timm onnx onnxruntime onnxscript

Of each network: NAME.traced.onnx, NAME.traced_open.onnx (batch left open), and NAME.dynamo.onnx, NAME.dynamo_open.onnx of a few;
beside each model its image (.x) and result (.y), little-endian floats. castnet.tools.onnx.CompareModels reads them.
"""

import logging
import sys
import warnings

import numpy as np
import onnxruntime
import timm
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision

TORCHVISION = (
    "resnet18 resnet50 resnext50_32x4d densenet121 mobilenet_v2 mobilenet_v3_small mnasnet0_5 squeezenet1_1 vgg11_bn alexnet "
    "googlenet inception_v3 regnet_y_400mf efficientnet_b0"
).split()
TIMM = (
    "resnet50d resnet26t seresnet50 ecaresnet50d senet154 resnetblur50 resnetaa50 resnetrs50 resnetv2_50 tf_efficientnet_b0 repvgg_a0"
).split()
DYNAMO = "resnet18 densenet121 ecaresnet50d resnetblur50 cifar_resnet20 unet reflected".split()


class Block(nn.Module):
    """akamaster's basic block, with option A."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.zeros = outputs // 4 if stride != 1 else 0

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.zeros:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.zeros, self.zeros), "constant", 0)
        return F.relu(y + x)


class CifarResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        widths = [16, 16, 16, 32, 32, 32, 64, 64, 64]
        self.blocks = nn.Sequential(*(Block(a, b, b // a) for a, b in zip([16] + widths, widths)))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(F.relu(self.bn1(self.conv1(x))))
        x = F.avg_pool2d(x, x.size()[3])
        return self.linear(x.view(x.size(0), -1))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(3, 8, 3, 1, 1)
        self.down = nn.Conv2d(8, 16, 3, 2, 1)
        self.right = nn.Conv2d(24, 8, 3, 1, 1)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        left = F.relu(self.left(x))
        up = F.interpolate(F.relu(self.down(left)), scale_factor=2, mode="bilinear")
        right = F.relu(self.right(torch.cat([left, up], 1)))
        return self.head(F.interpolate(right, scale_factor=2, mode="nearest")) * 0.125


class Reflected(nn.Module):
    def __init__(self):
        super().__init__()
        self.pad = nn.ReflectionPad2d(2)
        self.conv = nn.Conv2d(3, 8, 5)

    def forward(self, x):
        y = F.interpolate(self.conv(self.pad(x)), scale_factor=3, mode="nearest")
        return y.flatten(1).reshape(x.shape[0], 8, -1, 4)


def networks():
    for name in TORCHVISION:
        more = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
        if name == "googlenet":
            more["aux_logits"] = False
        yield name, lambda name=name, more=more: getattr(torchvision.models, name)(weights=None, **more)
    for name in TIMM:
        yield name, lambda name=name: timm.create_model(name, pretrained=False)
    yield "cifar_resnet20", CifarResNet20
    yield "unet", UNet
    yield "reflected", Reflected


def export(model, x, file, dynamo, is_open):
    options = {"input_names": ["x"], "output_names": ["y"], "dynamo": dynamo}
    if dynamo:
        batch = {0: torch.export.Dim("N", min=1, max=64)}
        torch.onnx.export(
            model, (x,), file, dynamic_shapes=(batch,) if is_open else None, external_data=False, verbose=False, **options
        )
    else:
        torch.onnx.export(model, x, file, opset_version=17, dynamic_axes={"x": {0: "N"}} if is_open else None, **options)


def main(folder, *wanted):
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    torch.manual_seed(1)
    for name, make in networks():
        if wanted and name not in wanted:
            continue
        model = make().eval()
        for key, buffer in model.named_buffers():
            if key.endswith("running_mean"):
                buffer.copy_(torch.randn_like(buffer) * 0.1)
            if key.endswith("running_var"):
                buffer.copy_(torch.rand_like(buffer) + 0.5)
        size = 299 if name == "inception_v3" else 32 if name in ("cifar_resnet20", "unet", "reflected") else 224
        x = torch.rand(2, 3, size, size) * 2 - 1
        for dynamo in (False, True) if name in DYNAMO else (False,):
            for is_open in (False, True):
                file = f"{folder}/{name}.{'dynamo' if dynamo else 'traced'}{'_open' if is_open else ''}.onnx"
                export(model, x, file, dynamo, is_open)
                y = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"x": x.numpy()})[0]
                x[0].numpy().tofile(file[:-5] + ".x")
                y[0].astype(np.float32).tofile(file[:-5] + ".y")
                print(file)


if __name__ == "__main__":
    main(*sys.argv[1:])

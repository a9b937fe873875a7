"""Writes the files that TorchFileTest and NpzFileTest read, with PyTorch and NumPy: python make_fixtures.py (torch 2.13, numpy 2.4)."""
from collections import OrderedDict

import numpy
import torch

base = torch.arange(12, dtype=torch.float32) / 4
state = OrderedDict()
state["plain.weight"] = base.reshape(3, 4)
state["transposed"] = base.reshape(3, 4).t()  # the same storage, strides 1 and 4
state["slice"] = base[5:11:2]  # offset 5, stride 2
state["expanded"] = base[3:4].expand(2, 3)  # stride 0
state["half"] = torch.tensor([1.5, -0.25], dtype=torch.float16)
state["bfloat"] = torch.tensor([[2.0], [-3.5]], dtype=torch.bfloat16)
state["double"] = torch.tensor(0.1, dtype=torch.float64)  # a scalar
state["empty"] = torch.zeros(0, 3)
state["parameter"] = torch.nn.Parameter(torch.tensor([7.0]))
state["bn.num_batches_tracked"] = torch.tensor(5)
torch.save(state, "new.pth")
torch.save({"epoch": 3, "best": 0.5, "state_dict": state, "names": ["a", ("b", None)]}, "legacy.pth",
           _use_new_zipfile_serialization=False)

arrays = {"conv/kernel": numpy.arange(24, dtype="<f4").reshape(2, 3, 4),
          "fortran": numpy.asfortranarray(numpy.arange(6, dtype="<f8").reshape(2, 3)),
          "half": numpy.array([0.5, -2], dtype="<f2"),
          "big": numpy.array([1, 2, 3], dtype=">f4"),
          "scalar": numpy.array(2.5, dtype="<f4")}
numpy.savez("stored.npz", **arrays)
numpy.savez_compressed("deflated.npz", **arrays)
numpy.savez("objects.npz", pickled=numpy.array([{"a": 1}], dtype=object))

"""Runs exported models in ONNX Runtime and compares with Castnet's own results.

    python check_onnx_export.py DIR

DIR is what castnet.tools.onnx.ExportSamples (tools, test class path) wrote: NAME.onnx, NAME.input.f32, NAME.output.f32.
Needs numpy, onnx and onnxruntime. Exits with 1 if a model is refused or differs by more than 1e-4 of its largest result.
"""
import pathlib
import sys

import numpy
import onnx
import onnxruntime

failed = False
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    shape = [d if isinstance(d, int) else -1 for d in session.get_inputs()[0].shape]
    images = numpy.fromfile(path.with_suffix(".input.f32"), "<f4").reshape(shape)
    expected = numpy.fromfile(path.with_suffix(".output.f32"), "<f4").reshape(len(images), -1)
    together = session.run(None, {"input": images})[0].reshape(len(images), -1)
    alone = session.run(None, {"input": images[:1]})[0].reshape(1, -1)
    scale = numpy.abs(expected).max()
    error = max(numpy.abs(together - expected).max(), numpy.abs(alone - expected[:1]).max()) / scale
    failed |= not error <= 1e-4
    print(f"{path.stem}: opset {model.opset_import[0].version}, {len(model.graph.node)} nodes, "
          f"largest result {scale:.3g}, error {error:.1e} of it")
sys.exit(failed)

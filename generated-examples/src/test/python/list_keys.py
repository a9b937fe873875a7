"""Names and shapes of published networks' arrays, for ConventionsTest: python list_keys.py OUT_DIR (timm 1.0.29, keras 3.15 with torch)."""
import os
import sys

os.environ["KERAS_BACKEND"] = "torch"
import keras
import timm


def write(name, arrays):
    with open(os.path.join(sys.argv[1], name + ".keys"), "w") as out:
        for key, shape in arrays:
            out.write(f"{key} {'x'.join(map(str, shape))}\n")


def keras_arrays(model):
    for layer in model.layers:
        for weight in layer.weights:
            yield f"{layer.name}/{weight.name}", weight.shape


write("keras", keras_arrays(keras.applications.ResNet50(weights=None, classifier_activation=None)))
write("keras-v2", keras_arrays(keras.applications.ResNet50V2(weights=None, classifier_activation=None)))
write("timm-resnetv2", ((k, v.shape) for k, v in timm.create_model("resnetv2_50").state_dict().items()))
write("timm-resnet50d", ((k, v.shape) for k, v in timm.create_model("resnet50d").state_dict().items()
                         if not k.endswith("num_batches_tracked")))

package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.antialias.ResNetAa50;
import castnet.examples.antialias.ResNetBlur50;
import castnet.examples.attention.EcaResNet50D;
import castnet.examples.cifar.CifarResNet20;
import castnet.examples.cifar.CifarResNet32B;
import castnet.examples.cifar.CifarResNet56;
import castnet.examples.dense.DenseNet121;
import castnet.examples.mobile.MobileNetV2;
import castnet.examples.resnet.ResNeXt101x32x8;
import castnet.examples.resnet.ResNeXt50;
import castnet.examples.resnet.ResNet101;
import castnet.examples.resnet.ResNet152;
import castnet.examples.resnet.ResNet18;
import castnet.examples.resnet.ResNet18D;
import castnet.examples.resnet.ResNet34;
import castnet.examples.resnet.ResNet34D;
import castnet.examples.resnet.ResNet50;
import castnet.examples.resnet.ResNet50D;
import castnet.examples.resnet.ResNet50V1;
import castnet.examples.resnet.WideResNet50;
import castnet.examples.segment.UNet;
import castnet.examples.senet.SeNet154;
import castnet.examples.squeeze.SeResNet50OfBlocks;
import castnet.examples.system.GluonResNet50;
import castnet.examples.system.KerasResNet50;
import castnet.examples.system.KerasResNet50V2;
import castnet.examples.timm.ResNet26;
import castnet.examples.timm.ResNet50C;
import castnet.examples.timm.ResNet50S;
import castnet.examples.timm.ResNet50T;
import castnet.examples.timm.ResNetRs50;
import castnet.examples.timm.ResNetV2x50;
import castnet.examples.timm.SeResNeXt50;
import castnet.examples.timm.SeResNet50;

/** Published networks for images of odd sizes, at which strides and pools leave something over; {@code reference.py} has the same. */
@SuppressWarnings({"castnet:unread-activations", "castnet:unread-border", "castnet:redundant-bias"}) // as published
final class OddSizes {
    private OddSizes() {}

    @Network(input = @Shape(channels = 3, height = 75, width = 53))
    interface ResNet18At75x53 extends ResNet18 {}

    @Network(input = @Shape(channels = 3, height = 53, width = 75))
    interface ResNet34At53x75 extends ResNet34 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet50At67x91 extends ResNet50 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 65))
    interface ResNet101At33x65 extends ResNet101 {}

    @Network(input = @Shape(channels = 3, height = 47, width = 39))
    interface ResNet152At47x39 extends ResNet152 {}

    @Network(input = @Shape(channels = 3, height = 35, width = 67))
    interface WideResNet50At35x67 extends WideResNet50 {}

    @Network(input = @Shape(channels = 3, height = 71, width = 43))
    interface ResNeXt50At71x43 extends ResNeXt50 {}

    @Network(input = @Shape(channels = 3, height = 37, width = 41))
    interface ResNeXt101x32x8At37x41 extends ResNeXt101x32x8 {}

    @Network(input = @Shape(channels = 3, height = 65, width = 97))
    interface MobileNetV2At65x97 extends MobileNetV2 {}

    @Network(input = @Shape(channels = 3, height = 65, width = 97))
    interface DenseNet121At65x97 extends DenseNet121 {}

    @Network(input = @Shape(channels = 3, height = 45, width = 37))
    interface UNetAt45x37 extends UNet {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet50V1At67x91 extends ResNet50V1 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface GluonResNet50At67x91 extends GluonResNet50 {}

    @Network(input = @Shape(channels = 3, height = 57, width = 83))
    interface ResNet18DAt57x83 extends ResNet18D {}

    @Network(input = @Shape(channels = 3, height = 83, width = 57))
    interface ResNet34DAt83x57 extends ResNet34D {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet50CAt67x91 extends ResNet50C {}

    @Network(input = @Shape(channels = 3, height = 57, width = 83))
    interface ResNet50DAt57x83 extends ResNet50D {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet50SAt67x91 extends ResNet50S {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet50TAt67x91 extends ResNet50T {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface SeResNet50At67x91 extends SeResNet50 {}

    @Network(input = @Shape(channels = 3, height = 65, width = 97))
    interface SeResNet50OfBlocksAt65x97 extends SeResNet50OfBlocks {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface SeResNeXt50At67x91 extends SeResNeXt50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNetRs50At67x91 extends ResNetRs50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNetV2x50At67x91 extends ResNetV2x50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNet26At67x91 extends ResNet26 {}

    @Network(input = @Shape(channels = 3, height = 57, width = 83))
    interface EcaResNet50DAt57x83 extends EcaResNet50D {}

    @Network(input = @Shape(channels = 3, height = 64, width = 96))
    interface ResNetAa50At64x96 extends ResNetAa50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface ResNetBlur50At67x91 extends ResNetBlur50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 43))
    interface SeNet154At67x43 extends SeNet154 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface EcaResNet50DAt33x41 extends EcaResNet50D {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface KerasResNet50At67x91 extends KerasResNet50 {}

    @Network(input = @Shape(channels = 3, height = 67, width = 91))
    interface KerasResNet50V2At67x91 extends KerasResNet50V2 {}

    @Network(input = @Shape(channels = 3, height = 35, width = 29))
    interface CifarResNet20At35x29 extends CifarResNet20 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 31))
    interface CifarResNet56At33x31 extends CifarResNet56 {}

    @Network(input = @Shape(channels = 3, height = 31, width = 33))
    interface CifarResNet32BAt31x33 extends CifarResNet32B {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNet50At33x41 extends ResNet50 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNet50V1At33x41 extends ResNet50V1 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNet50DAt33x41 extends ResNet50D {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNetV2x50At33x41 extends ResNetV2x50 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNetBlur50At33x41 extends ResNetBlur50 {}

    @Network(input = @Shape(channels = 3, height = 33, width = 41))
    interface ResNeXt50At33x41 extends ResNeXt50 {}
}

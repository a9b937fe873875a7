package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parameters and multiply-accumulates of the published networks, to the unit. Sources: torchvision's and timm's models,
 * counted by running them (without the convolution along the channels of EcaResNet50D, 87,808 here); He et al. 2015 and 2018 round the same numbers.
 */
class PublishedCountsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ResNet18, 11689512, 1814073344",
        "ResNet34, 21797672, 3663761408",
        "ResNet50, 25557032, 4089184256",
        "ResNet101, 44549160, 7801405440",
        "ResNet152, 60192808, 11513626624",
        "ResNet50V1, 25557032, 3857973248",
        "ResNet101V1, 44549160, 7570194432",
        "ResNet152V1, 60192808, 11282415616",
        "ResNet18D, 11708744, 2053713920",
        "ResNet34D, 21816904, 3903401984",
        "ResNet50D, 25576264, 4328824832",
        "ResNet101D, 44568392, 8041046016",
        "ResNet152D, 60212040, 11753267200",
        "ResNeXt50, 25028904, 4230479872",
        "CifarResNet20, 269722, 40551040",
        "CifarResNet32, 464154, 68862592",
        "CifarResNet44, 658586, 97174144",
        "CifarResNet56, 853018, 125485696",
        "CifarResNet110, 1727962, 252887680",
        "CifarResNet20B, 272474, 40813184",
        "CifarResNet32B, 466906, 69124736",
        "CifarResNet44B, 661338, 97436288",
        "CifarResNet56B, 855770, 125747840",
        "CifarResNet110B, 1730714, 253149824",
        "ResNet18OptionA, 11515688, 1794805760",
        "ResNet18OptionC, 12043816, 1878298624",
        "ResNet34OptionA, 21623848, 3644493824",
        "ResNet34OptionC, 22716840, 3830747136",
        "ResNet50OptionC, 40128552, 6555435008",
        "ResNeXt101x32x8, 88791336, 16414015488",
        "ResNeXt101x64x4, 83455272, 15460270080",
        "WideResNet50, 68883240, 11398021120",
        "WideResNet101, 126886696, 22753050624",
        "ResNet50C, 25576264, 4328824832",
        "ResNet50S, 25680808, 5444337664",
        "ResNet50T, 25573728, 4297213952",
        "SeResNet50, 28088024, 4091699200",
        "SeResNeXt50, 27559896, 4232994816",
        "ResNetRs50, 35691912, 4454490112",
        "ResNetRs101, 63618696, 8175624192",
        "ResNetRs152, 86621576, 11895185408",
        "ResNetV2x50, 25549352, 4089184256",
        "KerasResNet50, 25583592, 3857973248",
        "KerasResNet101, 44601832, 7570194432",
        "KerasResNet152, 60268520, 11282415616",
        "KerasResNet50V2, 25568360, 3482255360",
        "KerasResNet101V2, 44577896, 7194476544",
        "KerasResNet152V2, 60236904, 10906697728",
        "SlimResNet50, 25557032, 3482255360",
        "TpuResNet50, 25557032, 4089184256",
        "GluonResNet50, 25575912, 3857973248",
        "CaffeResNet50, 25557096, 3857973248",
        "CourseraResNet50, 23546886, 308178944",
        "KerasResNeXt50, 25028904, 4230479872",
        "KerasResNeXt101, 44177704, 7969996800",
        "Dl4jResNet50, 25583592, 1110573056",
        "CifarPreAct164, 1703258, 244500992",
        "WideResNet16x8, 10961370, 1548145664",
        "WideResNet40x4, 8949210, 1298582016",
        "WideResNet28x10, 36479194, 5243328768",
        "CifarResNet18, 11173962, 555422720",
        "CifarResNet20End, 269722, 40551040",
        "EcaResNet50D, 25576350, 4328912640",
        "ResNetAa50, 25557032, 5129633792",
        "ResNetBlur50, 25557032, 5129633792",
        "CaffeSeResNet50, 28088024, 3860488192",
        "CaffeSeResNeXt50, 27559896, 4232994816",
        "SeNet154, 115088984, 20688363520",
        "CaffeResNet101, 44549160, 7570194432",
        "CaffeResNet152, 60192808, 11282415616",
        "SlimResNet101, 44549160, 7194476544",
        "SlimResNet152, 60192808, 10906697728",
        "NvidiaResNet50, 25557032, 4089184256",
        "TpuResNet18, 11693736, 1826918400",
        "TpuResNet34, 21801896, 3676606464",
        "DjlResNet50, 25575912, 3857973248",
        "ResNet200, 64673832, 15007481856",
        "PreActResNet200, 64666280, 14776270848",
        "ResNet50E, 25680808, 5444337664",
        "ResNet10T, 5435488, 1097259008",
        "ResNet14T, 10081632, 1676822528",
        "ResNet26, 15995176, 2342256640",
        "ResNetRs200, 93209992, 15391137792",
        "ResNet9, 6573120, 379261952",
        "CifarResNet20C, 283962, 42648192",
        "CifarResNet110C, 1826202, 266781312",
        "MobileNetV2, 3504872, 300774272",
        "DenseNet121, 7978856, 2834161664",
        "UNet, 17263042, 5622792192",
        "SeResNet50OfBlocks, 28088024, 4091699200",
        "LeNet5, 61706, 416520",
        "Mlp, 101770, 101632"
    })
    void countsAreExact(String name, long parameters, long macs) {
        NetworkInfo info = NetworkRegistry.load().find(name).info();
        assertThat(info.parameterCount()).isEqualTo(parameters);
        assertThat(info.macs()).isEqualTo(macs);
    }
}

package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parameters and multiply-accumulates of the published networks, to the unit. Sources: torchvision's and timm's models,
 * counted by running them; He et al. 2015 and 2018 round the same numbers.
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
        "LeNet5, 61706, 416520",
        "Mlp, 101770, 101632"
    })
    void countsAreExact(String name, long parameters, long macs) {
        NetworkInfo info = NetworkRegistry.load().find(name).info();
        assertThat(info.parameterCount()).isEqualTo(parameters);
        assertThat(info.macs()).isEqualTo(macs);
    }
}

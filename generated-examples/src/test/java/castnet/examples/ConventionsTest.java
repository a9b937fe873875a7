package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.weights.Conventions;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The names that frameworks really give (their lists are in {@code conventions/*.keys}, written by {@code list_keys.py}) fit the networks
 * that are declared here, and the axes come where they belong.
 */
class ConventionsTest {
    @ParameterizedTest
    @CsvSource({"keras, KerasResNet50", "keras-v2, KerasResNet50V2", "timm-resnetv2, ResNetV2x50"})
    void namesOfTheFrameworkFit(String convention, String network) throws IOException {
        NetworkInfo info = NetworkRegistry.load().find(network).info();
        Weights theirs = random(convention);
        Weights ours = theirs.fitting(info.name(), info.parameters());
        ours.requireMatch(info.name(), info.parameters());
        assertThat(theirs.keys()).hasSameSizeAs(info.parameters());
        Weights back = Conventions.find(convention).rename(ours, info.parameters());
        for (String key : theirs.keys()) {
            assertThat(withoutOnes(back.shape(key))).as(key).isEqualTo(withoutOnes(theirs.shape(key)));
            assertThat(Arrays.equals(back.values(key), theirs.values(key)))
                    .as(key)
                    .isTrue();
        }
    }

    /** ResNet-50D's stem and shortcuts have timm's names already. */
    @Test
    void resNet50DIsTimms() throws IOException {
        NetworkInfo info = NetworkRegistry.load().find("ResNet50D").info();
        Weights theirs = random("timm-resnet50d");
        theirs.requireMatch(info.name(), info.parameters());
        assertThat(theirs.fitting(info.name(), info.parameters()).values("fc.bias"))
                .isEqualTo(theirs.values("fc.bias"));
    }

    @Test
    void axesOfKerasComeWhereTheyBelong() throws IOException {
        NetworkInfo info = NetworkRegistry.load().find("KerasResNet50").info();
        Weights theirs = random("keras");
        Weights ours = theirs.fitting(info.name(), info.parameters());
        float[] hwio = theirs.values("conv3_block2_2_conv/kernel");
        float[] oihw = ours.values("layer2.1.conv2.weight");
        float[] io = theirs.values("predictions/kernel");
        float[] oi = ours.values("fc.weight");
        for (int h = 0; h < 3; h++) {
            for (int w = 0; w < 3; w++) {
                for (int i = 0; i < 128; i += 13) {
                    for (int o = 0; o < 128; o += 17) {
                        assertThat(oihw[((o * 128 + i) * 3 + h) * 3 + w])
                                .isEqualTo(hwio[((h * 3 + w) * 128 + i) * 128 + o]);
                    }
                }
            }
        }
        for (int i = 0; i < 2048; i += 97) {
            assertThat(oi[999 * 2048 + i]).isEqualTo(io[i * 1000 + 999]);
        }
        assertThat(ours.values("layer4.0.downsample.1.running_var"))
                .isEqualTo(theirs.values("conv5_block1_0_bn/moving_variance"));
    }

    /** Names that no list is at hand for: as their sources in GluonCV, akamaster's and kuangliu's repositories build them. */
    @ParameterizedTest
    @CsvSource({
        "gluoncv-v1, GluonResNet50, layer3.5.bn3.running_var, features.6.5.body.7.running_var",
        "gluoncv-v1, GluonResNet50, layer2.0.downsample.1.weight, features.5.0.downsample.1.gamma",
        "gluoncv-v1, GluonResNet50, fc.weight, output.weight",
        "gluoncv-v1b, ResNet50, layer3.5.bn3.bias, layers3.5.bn3.beta",
        "gluoncv-v1b, ResNet50, bn1.weight, bn1.gamma",
        "pytorch-cifar, CifarResNet20, fc.weight, linear.weight",
        "pytorch-cifar, CifarResNet20B, layer2.0.downsample.1.running_mean, layer2.0.shortcut.1.running_mean",
        "pytorch-cifar, ResNet2B, fc2.bias, linear2.bias",
        "mlperf-tiny, TinyResNet8, layer3.0.downsample.0.weight, conv2d_8/kernel",
    })
    void namesAsTheSourcesBuildThem(String convention, String network, String key, String theirs) {
        NetworkInfo info = NetworkRegistry.load().find(network).info();
        ParameterSpec parameter = info.parameters().stream()
                .filter(p -> p.key().equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(Conventions.find(convention).key(parameter)).isEqualTo(theirs);
        Weights weights = Weights.initialize(info.parameters(), 5);
        Weights renamed = Conventions.find(convention).rename(weights, info.parameters());
        Weights fitted = renamed.fitting(info.name(), info.parameters());
        for (String each : weights.keys()) {
            assertThat(Arrays.equals(fitted.values(each), weights.values(each)))
                    .as(each)
                    .isTrue();
        }
    }

    @Test
    void aWrongFileIsHeldAgainstTheNearestConvention() throws IOException {
        NetworkInfo info = NetworkRegistry.load().find("KerasResNet101").info();
        assertThatThrownBy(() -> random("keras").fitting(info.name(), info.parameters()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "the weights do not fit KerasResNet101 (320 of 626 arrays are as expected, named as in the convention keras):\n")
                .hasMessageContaining(
                        "  missing     conv4_block23_3_bn/moving_variance [1024] (here layer3.22.bn3.running_var)");
        NetworkInfo smaller = NetworkRegistry.load().find("ResNet18").info();
        Weights torch = Weights.initialize(
                NetworkRegistry.load().find("ResNet34").info().parameters(), 0);
        assertThatThrownBy(() -> torch.fitting(smaller.name(), smaller.parameters()))
                .hasMessageStartingWith("the weights do not fit ResNet18 (102 of 102 arrays are as expected):\n")
                .hasMessageContaining("  unexpected  layer4.2.bn2.running_var [512]")
                .hasMessageNotContainingAny("missing", "wrong");
    }

    private static List<Integer> withoutOnes(List<Integer> shape) {
        return shape.stream().filter(side -> side != 1).toList();
    }

    private static Weights random(String list) throws IOException {
        SplittableRandom random = new SplittableRandom(list.hashCode());
        Weights.Builder builder = Weights.builder();
        try (InputStream in = ConventionsTest.class.getResourceAsStream("conventions/" + list + ".keys")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String key = line.substring(0, line.indexOf(' '));
                List<Integer> shape = new ArrayList<>();
                for (String side : line.substring(key.length() + 1).split("x", -1)) {
                    shape.add(Integer.parseInt(side));
                }
                float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble();
                }
                builder.put(key, shape, values);
            }
        }
        return builder.build();
    }
}

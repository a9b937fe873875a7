package castnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkRegistryTest {
    private final NetworkRegistry registry = new NetworkRegistry(List.of(
            named("z.ResNet50"), named("a.ResNet18"), named("a.Outer$LeNet"), named("b.LeNet"), named("c.Mlp")));

    @Test
    void networksAreFoundByEveryName() {
        assertThat(registry.find("ResNet50").info().declaration()).isEqualTo("z.ResNet50");
        assertThat(registry.find("resnet18").info().declaration()).isEqualTo("a.ResNet18");
        assertThat(registry.find("b.LeNet").info().declaration()).isEqualTo("b.LeNet");
        assertThat(registry.find("c.MlpCompiled").info().declaration()).isEqualTo("c.Mlp");
        assertThat(registry.networks())
                .extracting(factory -> factory.info().name())
                .containsExactly("LeNet", "ResNet18", "LeNet", "Mlp", "ResNet50");
    }

    @Test
    void whatIsNotFoundIsExplained() {
        assertThatThrownBy(() -> registry.find("ResNet34"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("there is no network \"ResNet34\" among 5; the nearest: [az]\\.ResNet\\d\\d, .*");
        assertThatThrownBy(() -> registry.find("lenet")).hasMessage("\"lenet\" is ambiguous: a.Outer$LeNet, b.LeNet");
        assertThatThrownBy(() -> new NetworkRegistry(List.of()).find("x")).hasMessageContaining("on the class path");
        assertThat(NetworkRegistry.load().networks()).isEmpty();
    }

    private static NetworkFactory named(String declaration) {
        NetworkInfo tiny = TinyNetwork.INFO;
        NetworkInfo info = new NetworkInfo(
                declaration, declaration + "Compiled", tiny.input(), tiny.output(), tiny.parameters(), tiny.macs());
        return new NetworkFactory() {
            @Override
            public NetworkInfo info() {
                return info;
            }

            @Override
            public CompiledNetwork of(Weights weights) {
                return TinyNetwork.of(weights);
            }

            @Override
            public Trainer newTrainer(TrainerConfig config) {
                return TinyNetwork.newTrainer(config);
            }
        };
    }
}

package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit code 2: what was typed can never work. */
class UnusableArgumentsTest {

    @ParameterizedTest
    @CsvSource({
        "lst,                                    Did you mean: castnet list",
        "train,                                  'castnet train --help'",
        "train,                                  NETWORK",
        "train Speck --epoch 3,                  --epochs",
        "train Speck --epochs three,             three",
        "train Speck --optimizer rmsprop,        rmsprop",
        "train Speck --epochs 0,                 '--epochs must be at least 1, found 0'",
        "train Speck --evaluate-every 0,         '--evaluate-every must be at least 1, found 0'",
        "train Speck --threads -1,               '--threads must be at least 1, found -1'",
        "train Speck --batch 0,                  '--batch must be at least 1, found 0'",
        "train Speck --rate -1,                  found -1.0",
        "train Speck --momentum 2,               'momentum must be at least 0 and below 1, found 2.0'",
        "train Speck --label-smoothing 1,        found 1.0",
        "train Speck --resume,                   --resume needs --checkpoint FILE",
        "train Speck --out no/such/place,        'no/such does not exist'",
        "train Speck --checkpoint no/such/place, --checkpoint no/such/place",
        "train Speck --out .,                    --out . is a directory",
        "'train LeNet5 --data synthetic:20,10', 'LeNet5 expects images of 1×28×28, the data set has 3×32×32'",
        "'train Speck --data synthetic:20,10 --normalize mnist', --normalize MNIST is for images of 1 channels",
        "evaluate Speck,                         --weights",
        "evaluate Speck --weights w --threads 0, '--threads must be at least 1, found 0'",
        "predict cat.png Speck,                  --weights",
        "predict cat.png Speck --weights w --top 0, '--top must be at least 1, found 0'",
        "bench Speck --batch 0,                  '--batch must be at least 1, found 0'",
        "bench Speck --batch 1000000000,         for Speck at most",
        "bench Speck --threads 0,                '--threads must be at least 1, found 0'",
        "compare --seeds 0,                      '--seeds must be at least 1, found 0'",
        "compare --epochs 0,                     '--epochs must be at least 1, found 0'",
        "compare --threads 0,                    '--threads must be at least 1, found 0'",
        "compare --images -1,                    '--images must be at least 0, found -1'",
        "compare --report no/such/report.html,   'no/such does not exist'",
        "compare Speck,                          Unmatched argument"
    })
    void isExplained(String arguments, String explanation) {
        assertThat(Cli.run(arguments.split(" ")).failed(2).err()).contains(explanation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe Spek", "train Spek", "bench Spek", "evaluate Spek --weights w"})
    void anUnknownNetworkNamesNearOnes(String arguments) {
        Cli.Result result = Cli.run(arguments.split(" ")).failed(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("castnet: there is no network \"Spek\" among ")
                .contains("the nearest: castnet.tools.Speck, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar:dir", "cifar10:", "cifar10", "synthetic:0,3", "nonsense"})
    void anUnknownDataSetListsTheForms(String data) {
        for (List<String> arguments :
                List.of(List.of("train", "Speck", "--data", data), List.of("compare", "--data", data))) {
            assertThat(Cli.run(arguments).failed(2).err())
                    .startsWith("castnet: '" + data + "' names no data set; the forms are:")
                    .contains("cifar10:DIR", "folder:PATH");
        }
    }

    @Test
    void aNetworkIsFoundByItsFullName() {
        assertThat(Cli.run("describe", "castnet.tools.Speck").done().out())
                .isEqualTo(Cli.run("describe", "speck").done().out());
    }
}

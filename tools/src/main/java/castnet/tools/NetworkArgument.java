package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The argument NETWORK: one of the compiled networks on the class path. */
final class NetworkArgument {
    @Parameters(paramLabel = "NETWORK", description = "Name of a compiled network, e.g. ResNet50 (see 'castnet list').")
    private String name = "";

    NetworkFactory factory() {
        return NetworkRegistry.load().find(name);
    }

    /** The network with the weights of a file, or with initial weights of seed 0. */
    CompiledNetwork load(@Nullable Path weights) throws IOException {
        return load(factory(), weights);
    }

    /** A network with the weights of a file, under its own keys or those of a known convention, or with initial weights. */
    static CompiledNetwork load(NetworkFactory factory, @Nullable Path weights) throws IOException {
        return factory.of(
                weights == null ? Weights.initialize(factory.info().parameters(), 0) : weights(factory, weights));
    }

    /** The weights of a file, under the network's keys. */
    static Weights weights(NetworkFactory factory, Path file) throws IOException {
        NetworkInfo info = factory.info();
        return Weights.read(file, info.name(), info.parameters());
    }
}

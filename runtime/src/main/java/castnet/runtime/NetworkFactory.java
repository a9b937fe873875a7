package castnet.runtime;

import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes a generated network by other means than its class name; generated beside it and listed in a service file. */
public interface NetworkFactory {

    /** Name, shapes and parameters. */
    NetworkInfo info();

    /**
     * The network with these weights.
     *
     * @throws castnet.runtime.weights.WeightsException that lists all keys and shapes that do not fit
     */
    CompiledNetwork of(Weights weights);

    /** A trainer that begins with initial weights. */
    Trainer newTrainer(TrainerConfig config);

    /** Name of the resource with the compile-time summary, beside the generated class; null without one. */
    default @Nullable String summaryResource() {
        return null;
    }

    /** The network with the weights of a safetensors file or of a checkpoint. */
    default CompiledNetwork load(Path file) throws IOException {
        return of(Weights.read(file));
    }

    /** The network with initial weights. */
    default CompiledNetwork initialized(long seed) {
        return of(Weights.initialize(info().parameters(), seed));
    }
}

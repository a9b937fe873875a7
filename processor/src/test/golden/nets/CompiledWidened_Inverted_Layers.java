package nets;

import castnet.Wiring;
import javax.annotation.processing.Generated;

/**
 * What the class file of a block's body forgets: the names of its parameters.
 */
@Generated("castnet.processor.CastnetProcessor")
@Wiring("sum=input,conv3")
final class CompiledWidened_Inverted_Layers {
    private CompiledWidened_Inverted_Layers() {
    }
}

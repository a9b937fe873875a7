package castnet.runtime.training;

/** A loss or a gradient that is not finite. The trainer's state is that before the step. */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergenceException(String what, Position position, double rate) {
        super("%s in epoch %d, step %d, at learning rate %s; the weights are those before this step. "
                        .formatted(what, position.epoch(), position.step(), rate)
                + "Lower the learning rate, lengthen the warm-up, or look for input that is not finite");
    }
}

package castnet.runtime.training;

import castnet.runtime.weights.Role;

/** Which parameters an optimizer's weight decay applies to. */
public enum DecayRule {
    /** All of them, as PyTorch's optimizers by default. */
    ALL,
    /** Weights of convolutions and fully connected layers; not biases, not batch norms. */
    WEIGHTS;

    /** Whether a parameter of that role decays. */
    public boolean decays(Role role) {
        return this == ALL || role == Role.WEIGHT;
    }
}

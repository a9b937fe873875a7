package castnet.processor.declaration;

import castnet.processor.finding.Origin;

/**
 * A place inside a block that is used in a network: what goes wrong there with the block's parameters concerns who chose
 * them.
 *
 * @param use where the block is used
 * @param inside the place in the block's body
 */
public record BlockOrigin(Origin use, Origin inside) implements Origin {
    @Override
    public String describe() {
        return inside.describe() + ", used by " + use.describe();
    }

    @Override
    public Origin at(String attribute) {
        return new BlockOrigin(use, inside.at(attribute));
    }
}

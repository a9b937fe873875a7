package castnet.processor.finding;

/**
 * Where the user wrote something. Opaque to everything but the reader that made it and the reporter that prints at it, so
 * that graphs stay free of {@code javax.lang.model}.
 */
public interface Origin {
    /** An origin for things that nobody wrote: tests, and what passes add. */
    Origin NONE = new Origin() {
        @Override
        public String describe() {
            return "nowhere";
        }

        @Override
        public Origin at(String attribute) {
            return this;
        }
    };

    /** For messages about another place, e.g. {@code ResNet50.layer2}. */
    String describe();

    /** The place of one attribute of the annotation, or this place if the attribute is not written out. */
    Origin at(String attribute);
}

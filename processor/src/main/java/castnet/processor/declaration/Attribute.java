package castnet.processor.declaration;

import castnet.processor.finding.Origin;

/**
 * A value and where the user wrote it.
 *
 * @param origin {@link Origin#NONE} for the language's own default
 */
record Attribute<T>(T value, Origin origin) {
    /** The value of an annotation's attribute if the user wrote it, or else this one, which then stands for it. */
    Attribute<T> unlessWritten(Attributes a, String attribute, T written) {
        if (a.isWritten(attribute)) {
            return new Attribute<>(written, a.at(attribute));
        }
        return origin.equals(Origin.NONE) ? new Attribute<>(value, a.origin()) : this;
    }
}

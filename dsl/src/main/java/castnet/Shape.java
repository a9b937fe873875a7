package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Shape of one image: channels × height × width, each at least 1. The batch is not part of a declaration. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Shape {
    /** Channels of a pixel, e.g. 3 for RGB. */
    int channels();

    /** Rows of pixels. */
    int height() default 1;

    /** Pixels of a row. */
    int width() default 1;
}

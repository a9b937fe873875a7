package castnet.processor.plan;

/** A program, or why there is none. */
sealed interface ProgramResult {
    record Fits(Program program) implements ProgramResult {}

    record TooLarge(String reason) implements ProgramResult {}
}

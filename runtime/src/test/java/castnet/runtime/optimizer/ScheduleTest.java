package castnet.runtime.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void constantStaysAsItIs() {
        assertThat(Schedule.constant(0.3).rate(1_000_000)).isEqualTo(0.3);
    }

    @Test
    void stepsFallAtTheirSteps() {
        Schedule schedule = Schedule.step(1, 0.5, 10);
        assertThat(schedule.rate(9)).isEqualTo(1);
        assertThat(schedule.rate(10)).isEqualTo(0.5);
        assertThat(schedule.rate(35)).isEqualTo(0.125);
        Schedule milestones = Schedule.multiStep(1, 0.1, 32, 48);
        assertThat(milestones.rate(31)).isEqualTo(1);
        assertThat(milestones.rate(32)).isEqualTo(0.1);
        assertThat(milestones.rate(48)).isCloseTo(0.01, within(1e-15));
    }

    @Test
    void cosineAndLinearEndAtZero() {
        Schedule cosine = Schedule.cosine(0.4, 100);
        assertThat(cosine.rate(0)).isEqualTo(0.4);
        assertThat(cosine.rate(50)).isCloseTo(0.2, within(1e-15));
        assertThat(cosine.rate(100)).isZero();
        assertThat(cosine.rate(1_000)).isZero();
        Schedule linear = Schedule.linear(0.4, 100);
        assertThat(linear.rate(25)).isCloseTo(0.3, within(1e-15));
        assertThat(linear.rate(101)).isZero();
    }

    @Test
    void warmUpComesBeforeTheSchedule() {
        Schedule schedule = Schedule.cosine(0.4, 100).withWarmup(4);
        assertThat(schedule.rate(0)).isCloseTo(0.1, within(1e-15));
        assertThat(schedule.rate(3)).isEqualTo(0.4);
        assertThat(schedule.rate(4)).isEqualTo(0.4);
        assertThat(schedule.rate(54)).isCloseTo(0.2, within(1e-15));
        assertThat(Schedule.constant(1).withWarmup(0).rate(0)).isEqualTo(1);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Schedule.constant(-1))
                .hasMessageContaining("rate must be finite and at least 0, found -1.0");
        assertThatThrownBy(() -> Schedule.cosine(1, 0)).hasMessageContaining("at least 1 step, found 0");
        assertThatThrownBy(() -> Schedule.constant(1).withWarmup(-2)).hasMessageContaining("warm-up");
    }
}

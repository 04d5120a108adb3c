package io.splitmask.cli.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.FakeProvider;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.spi.Availability;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginesCommandTest {
    private static final List<BackendProvider> INSTALLED = List.of(
            new FakeProvider("slow", 0, Availability.yes("plain Java"), Device.CPU),
            new FakeProvider("broken", 5, Availability.no("no natives for this machine", "add the natives artifact")),
            new FakeProvider("fast", 10, Availability.yes("Engine 2.7"), Device.parse("cuda:0"), Device.CPU));

    @Test
    void tableShowsTheBestFirstAndTheRemedyBelow() {
        CommandRun run = CommandRun.of(INSTALLED, "engines");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines())
                .containsExactly(
                        "ENGINE  AVAILABLE  DEVICES      PRIORITY  WHAT WAS FOUND",
                        "fast    yes        cuda:0, cpu        10  Engine 2.7",
                        "broken  no         -                   5  no natives for this machine",
                        "                                          -> add the natives artifact",
                        "slow    yes        cpu                 0  plain Java",
                        "",
                        "Without --engine, commands use fast.");
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        CommandRun run = CommandRun.of(INSTALLED, "engines", "--json");
        JsonNode engines = new ObjectMapper().readTree(run.out());
        assertThat(engines.findValuesAsText("name")).containsExactly("fast", "broken", "slow");
        assertThat(engines.get(0).get("devices").toString()).isEqualTo("[\"cuda:0\",\"cpu\"]");
        assertThat(engines.get(0).get("chosen").asBoolean()).isTrue();
        assertThat(engines.get(1).get("available").asBoolean(true)).isFalse();
        assertThat(engines.get(1).get("remedy").asText()).isEqualTo("add the natives artifact");
        assertThat(engines.get(2).get("priority").asInt(-1)).isZero();
    }

    @Test
    void saysWhatToAddWhenNothingIsInstalled() {
        assertThat(CommandRun.of(List.of(), "engines").out())
                .startsWith("No engine is installed. Add io.splitmask:backend-djl");
    }

    @Test
    void saysThatNothingCanRun() {
        assertThat(CommandRun.of(INSTALLED.subList(1, 2), "engines").out())
                .endsWith("Without --engine, commands cannot choose: no engine can run here." + System.lineSeparator());
    }

    @Test
    void saysThatTwoAreEquallyGood() {
        List<BackendProvider> equal = List.of(
                new FakeProvider("a", 1, Availability.yes("A"), Device.CPU),
                new FakeProvider("b", 1, Availability.yes("B"), Device.CPU));
        assertThat(CommandRun.of(equal, "engines").out()).contains("two available engines share the highest priority");
    }
}

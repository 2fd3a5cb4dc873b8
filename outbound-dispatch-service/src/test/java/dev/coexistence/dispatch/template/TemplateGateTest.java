package dev.coexistence.dispatch.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateGateTest {
    private static final Instant STOPPED = Instant.parse("2026-11-20T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        ",, false, OPEN",
        "APPROVED, MARKETING, false, OPEN",
        "FLAGGED, MARKETING, false, OPEN",
        "APPROVED, UTILITY, true, OPEN",
        "SOMETHING_NEW, UTILITY, true, OPEN",
        "APPROVED, MARKETING, true, MARKETING_STOPPED",
        "PAUSED, MARKETING, true, MARKETING_STOPPED",
        "PAUSED, UTILITY, true, TEMPLATE_PAUSED",
        "PAUSED,, false, TEMPLATE_PAUSED",
        "APPROVED,, true, TEMPLATE_CATEGORY",
        ",, true, TEMPLATE_CATEGORY",
        "DISABLED,, false, TEMPLATE_UNUSABLE",
        "REJECTED, UTILITY, false, TEMPLATE_UNUSABLE",
        "PENDING_DELETION, UTILITY, false, TEMPLATE_UNUSABLE"
    })
    void aTemplateLeavesOnlyWhereNothingSpeaksAgainstIt(
            @Nullable String status, @Nullable String category, boolean stopped, String answer) {
        TemplateGate gate = TemplateGate.of(status, category, stopped ? STOPPED : null);

        assertThat(
                        switch (gate) {
                            case TemplateGate.Open() -> "OPEN";
                            case TemplateGate.Held(TemplateGate.Cause cause) -> cause.name();
                            case TemplateGate.Shut(Reason reason, _) -> reason.name();
                        })
                .isEqualTo(answer);
    }

    @Test
    void aRefusalNamesTheDateOfTheStop() {
        assertThat(TemplateGate.of("APPROVED", "MARKETING", STOPPED))
                .isInstanceOfSatisfying(
                        TemplateGate.Shut.class,
                        shut -> assertThat(shut.detail()).contains("2026-11-20T08:00:00Z"));
    }
}

package dev.coexistence.connection.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.onboarding.SessionEvent.Finished;
import dev.coexistence.connection.onboarding.SessionEvent.Left;
import dev.coexistence.connection.onboarding.SessionEvent.Reported;
import dev.coexistence.connection.onboarding.SessionEvent.Unreadable;
import dev.coexistence.connection.onboarding.SessionEvent.WithoutNumber;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SessionEventTest {

    @Test
    void coexistenceNamesOnlyTheAccount() {
        assertThat(read("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", "\"waba_id\":\"2001\""))
                .isEqualTo(new Finished("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", "2001", null));
        assertThat(
                        read(
                                "FINISH",
                                "\"waba_id\":\"2001\",\"phone_number_id\":\"9001\",\"business_id\":\"7\""))
                .isEqualTo(new Finished("FINISH", "2001", "9001"));
    }

    @Test
    void knowsTheWaysOutOfTheDialogue() {
        assertThat(read("FINISH_ONLY_WABA", "\"waba_id\":\"2001\""))
                .isEqualTo(new WithoutNumber("FINISH_ONLY_WABA"));
        assertThat(read("CANCEL", "\"current_step\":\"PHONE_NUMBER_SETUP\""))
                .isEqualTo(new Left("PHONE_NUMBER_SETUP"));
        assertThat(read("CANCEL", "")).isEqualTo(new Left(null));
    }

    @Test
    void readsBothNamesOfTheErrorsCode() {
        assertThat(read("CANCEL", "\"error_message\":\"no\",\"error_id\":\"17\""))
                .isEqualTo(new Reported("no", "17"));
        assertThat(read("ERROR", "\"error_message\":\"no\",\"error_code\":\"18\""))
                .isEqualTo(new Reported("no", "18"));
    }

    @Test
    void anIdThatIsNoneNeverReachesAPath() {
        assertThat(read("FINISH", "\"waba_id\":\"../me\"")).isInstanceOf(Unreadable.class);
        assertThat(read("FINISH", "")).isInstanceOf(Unreadable.class);
        assertThat(read("DANCE", "\"waba_id\":\"2001\"")).isInstanceOf(Unreadable.class);
        assertThat(SessionEvent.read(JsonMapper.shared().readTree("[]")))
                .isInstanceOf(Unreadable.class);
    }

    private static SessionEvent read(String event, String data) {
        return SessionEvent.read(
                JsonMapper.shared()
                        .readTree(
                                "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"version\":3,\"event\":\""
                                        + event
                                        + "\",\"data\":{"
                                        + data
                                        + "}}"));
    }
}

package dev.coexistence.local.launch;

import dev.coexistence.local.Database;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What each application is told through its environment.
 *
 * @param ports where everybody listens
 * @param secrets shared between those who must know them
 * @param database of the services
 * @param simulatorState where the simulator remembers its numbers
 */
record Environment(Ports ports, Secrets secrets, Database database, Path simulatorState) {
    static final String APP_ID = "100000000000001";

    Map<String, String> of(Application application) {
        var variables = new HashMap<String, String>();
        variables.put("SERVER_PORT", Integer.toString(ports.of(application.port())));
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        // Few allocation arenas: with dozens of threads each, the usual number costs 40 MiB a JVM.
        variables.put("MALLOC_ARENA_MAX", "2");
        variables.put("META_APP_ID", APP_ID);
        variables.put("META_APP_SECRET", secrets.appSecret());
        variables.put("META_VERIFY_TOKEN", secrets.verifyToken());
        if (application.equals(Application.SIMULATOR)) {
            variables.put("SIMULATOR_WEBHOOK_URL", webhook());
            variables.put("SIMULATOR_STATE", simulatorState.toString());
            return variables;
        }
        variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of(Port.KAFKA));
        variables.put("KAFKA_SCHEMA_REGISTRY_URL", ports.url(Port.REGISTRY) + "/apis/ccompat/v7");
        variables.put("SPRING_DATASOURCE_URL", database.url());
        variables.put("SPRING_DATASOURCE_USERNAME", database.user());
        variables.put("SPRING_DATASOURCE_PASSWORD", database.password());
        variables.put("META_GRAPH_URL", ports.url(Port.SIMULATOR).toString());
        variables.put("META_APP_SECRETS", "local=" + secrets.appSecret());
        variables.put("TOKEN_KEYSET", secrets.tokenKeyset());
        // The simulator's popup stands for Meta's.
        variables.put("SIGNUP_POPUP_URL", ports.url(Port.SIMULATOR) + "/simulator/popup");
        variables.put("SIGNUP_TRUSTED_ORIGINS", ports.url(Port.SIMULATOR).toString());
        variables.put("CLOCK_URL", ports.url(Port.SIMULATOR) + "/simulator/clock");
        variables.put("SELF_TEST_CALLBACK_URL", webhook());
        variables.put("MEDIA_FOLDER", simulatorState.resolveSibling("media").toString());
        variables.put("CONNECTION_URL", ports.url(Port.CONNECTION).toString());
        variables.put("INGEST_URL", ports.url(Port.INGEST).toString());
        variables.put("DISPATCH_URL", ports.url(Port.DISPATCH).toString());
        variables.put("CONVERSATION_URL", ports.url(Port.CONVERSATION).toString());
        return variables;
    }

    /** Where the simulated Meta sends webhooks, and where it is expected to. */
    private String webhook() {
        return ports.url(Port.INGEST) + "/webhooks/whatsapp";
    }
}

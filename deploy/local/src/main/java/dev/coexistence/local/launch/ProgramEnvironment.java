package dev.coexistence.local.launch;

import dev.coexistence.local.Database;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Environment variables of each program.
 *
 * @param ports where everybody listens
 * @param secrets shared between those who must know them
 * @param database of the services
 * @param simulatorState where the simulator remembers its numbers
 */
record ProgramEnvironment(
        PortAssignment ports, LocalSecrets secrets, Database database, Path simulatorState) {
    static final String APP_ID = "100000000000001";

    Map<String, String> variables(ServiceProgram application) {
        var variables = new HashMap<String, String>();
        variables.put("SERVER_PORT", Integer.toString(ports.number(application.port())));
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        // Few allocation arenas: with dozens of threads each, the usual number costs 40 MiB a JVM.
        variables.put("MALLOC_ARENA_MAX", "2");
        variables.put("META_APP_ID", APP_ID);
        variables.put("META_APP_SECRET", secrets.appSecret());
        variables.put("META_VERIFY_TOKEN", secrets.verifyToken());
        if (application.equals(ServiceProgram.SIMULATOR)) {
            variables.put("SIMULATOR_WEBHOOK_URL", webhook());
            variables.put("SIMULATOR_STATE", simulatorState.toString());
            return variables;
        }
        variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.number(SystemPort.KAFKA));
        variables.put(
                "KAFKA_SCHEMA_REGISTRY_URL", ports.url(SystemPort.REGISTRY) + "/apis/ccompat/v7");
        variables.put("SPRING_DATASOURCE_URL", database.url());
        variables.put("SPRING_DATASOURCE_USERNAME", database.user());
        variables.put("SPRING_DATASOURCE_PASSWORD", database.password());
        variables.put("META_GRAPH_URL", ports.url(SystemPort.SIMULATOR).toString());
        variables.put("META_APP_SECRETS", "local=" + secrets.appSecret());
        variables.put("TOKEN_KEYSET", secrets.tokenKeyset());
        // The simulator's popup stands for Meta's.
        variables.put("SIGNUP_POPUP_URL", ports.url(SystemPort.SIMULATOR) + "/simulator/popup");
        variables.put("SIGNUP_TRUSTED_ORIGINS", ports.url(SystemPort.SIMULATOR).toString());
        variables.put("CLOCK_URL", ports.url(SystemPort.SIMULATOR) + "/simulator/clock");
        variables.put("SELF_TEST_CALLBACK_URL", webhook());
        variables.put("MEDIA_FOLDER", simulatorState.resolveSibling("media").toString());
        variables.put("CONNECTION_URL", ports.url(SystemPort.CONNECTION).toString());
        variables.put("INGEST_URL", ports.url(SystemPort.INGEST).toString());
        variables.put("DISPATCH_URL", ports.url(SystemPort.DISPATCH).toString());
        variables.put("CONVERSATION_URL", ports.url(SystemPort.CONVERSATION).toString());
        return variables;
    }

    /** Callback URL: the simulated Meta sends webhooks there, and the self-test expects it. */
    private String webhook() {
        return ports.url(SystemPort.INGEST) + "/webhooks/whatsapp";
    }
}

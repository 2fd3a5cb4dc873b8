package dev.coexistence.local.launch;

import dev.coexistence.local.Database;
import dev.coexistence.local.guard.BrokerGuard;
import java.util.HashMap;
import java.util.Map;

/**
 * Environment variables of each program: what it needs, and no secret besides.
 *
 * @param setup of the system; each of its secrets goes to those who must know it
 * @param database of the services
 */
record ProgramEnvironment(LocalSetup setup, Database database) {
    static final String APP_ID = "100000000000001";

    private static final String LOOPBACK = "127.0.0.1";

    Map<String, String> variables(ServiceProgram application) {
        var variables = new HashMap<String, String>();
        variables.put("SERVER_PORT", Integer.toString(ports().number(application.port())));
        variables.put("SERVER_ADDRESS", LOOPBACK);
        // Few allocation arenas: with dozens of threads each, the usual number costs 40 MiB a JVM.
        variables.put("MALLOC_ARENA_MAX", "2");
        if (ServiceProgram.SERVICES.contains(application)) {
            tellService(application, variables);
        }
        if (application.equals(ServiceProgram.SIMULATOR)) {
            tellApp(variables);
            variables.put("META_VERIFY_TOKEN", secrets().verifyToken());
            variables.put("SIMULATOR_WEBHOOK_URL", webhook());
            variables.put(
                    "SIMULATOR_STATE", setup.data().simulator().resolve("state.json").toString());
        } else if (application.equals(ServiceProgram.IDENTITY)) {
            tellIdentity(variables);
        } else if (application.equals(ServiceProgram.INGEST)) {
            variables.put("META_APP_SECRETS", "local=" + secrets().appSecret());
            variables.put("META_VERIFY_TOKEN", secrets().verifyToken());
        } else if (application.equals(ServiceProgram.CONNECTION)) {
            tellConnection(variables);
        } else if (application.equals(ServiceProgram.CONVERSATION)) {
            tellConversation(variables);
        }
        return variables;
    }

    private void tellService(ServiceProgram service, Map<String, String> variables) {
        variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(ports().number(service.health())));
        variables.put("MANAGEMENT_SERVER_ADDRESS", LOOPBACK);
        if (setup.open()) {
            variables.put("ACCESS_OPEN", "true");
        } else {
            variables.put("ACCESS_ISSUER", url(SystemPort.IDENTITY));
        }
        variables.put("KAFKA_BOOTSTRAP_SERVERS", LOOPBACK + ":" + ports().number(SystemPort.KAFKA));
        variables.put(
                "KAFKA_SCHEMA_REGISTRY_URL", ports().url(SystemPort.REGISTRY) + "/apis/ccompat/v7");
        BrokerGuard guard = setup.guard();
        if (guard != null) {
            variables.putAll(guard.environment(service.participant()));
        }
        if (!service.equals(ServiceProgram.INGEST)) {
            tellDatabase(service, variables);
            variables.put("META_GRAPH_URL", url(SystemPort.SIMULATOR));
            variables.put("TOKEN_KEYSET", secrets().tokenKeyset());
        }
    }

    /** Each service works as a role of its own, and migrates as the one that owns the tables. */
    private void tellDatabase(ServiceProgram service, Map<String, String> variables) {
        Database own = database.loginAs("coexistence_" + service.name());
        Database migrations = database.loginAs(Database.MIGRATIONS);
        variables.put("SPRING_DATASOURCE_URL", database.url());
        variables.put("SPRING_DATASOURCE_USERNAME", own.user());
        variables.put("SPRING_DATASOURCE_PASSWORD", own.password());
        variables.put("SPRING_FLYWAY_USER", migrations.user());
        variables.put("SPRING_FLYWAY_PASSWORD", migrations.password());
    }

    private void tellConnection(Map<String, String> variables) {
        tellApp(variables);
        // The simulator's popup stands for Meta's.
        variables.put("SIGNUP_POPUP_URL", url(SystemPort.SIMULATOR) + "/simulator/popup");
        variables.put("SIGNUP_TRUSTED_ORIGINS", url(SystemPort.SIMULATOR));
        variables.put("CLOCK_URL", url(SystemPort.SIMULATOR) + "/simulator/clock");
        variables.put("SELF_TEST_CALLBACK_URL", webhook());
        variables.put("INGEST_URL", url(SystemPort.INGEST));
    }

    private void tellConversation(Map<String, String> variables) {
        variables.put("MEDIA_FOLDER", setup.data().simulator().resolve("media").toString());
        variables.put("CONNECTION_URL", url(SystemPort.CONNECTION));
        variables.put("INGEST_URL", url(SystemPort.INGEST));
        variables.put("DISPATCH_URL", url(SystemPort.DISPATCH));
        if (!setup.open()) {
            variables.put("LOGIN_CLIENT_SECRET", secrets().inboxSecret());
        }
    }

    private void tellIdentity(Map<String, String> variables) {
        variables.put("IDENTITY_FOLDER", setup.data().identity().toString());
        variables.put("IDENTITY_ISSUER", url(SystemPort.IDENTITY));
        int page = ports().number(SystemPort.CONVERSATION);
        variables.put(
                "IDENTITY_PAGES", "http://" + LOOPBACK + ":" + page + ",http://localhost:" + page);
        variables.put("IDENTITY_INBOX_SECRET", secrets().inboxSecret());
    }

    private void tellApp(Map<String, String> variables) {
        variables.put("META_APP_ID", APP_ID);
        variables.put("META_APP_SECRET", secrets().appSecret());
    }

    /** Callback URL: the simulated Meta sends webhooks there, and the self-test expects it. */
    private String webhook() {
        return url(SystemPort.INGEST) + "/webhooks/whatsapp";
    }

    private PortAssignment ports() {
        return setup.ports();
    }

    private LocalSecrets secrets() {
        return setup.secrets();
    }

    private String url(SystemPort port) {
        return ports().url(port).toString();
    }
}

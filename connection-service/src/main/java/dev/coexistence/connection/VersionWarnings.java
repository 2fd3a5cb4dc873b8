package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.meta.MetaVersions;
import dev.coexistence.connection.onboarding.LaunchParameters;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Says at the start which of Meta's versions in use have ended, or end soon. */
@Component
class VersionWarnings implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(VersionWarnings.class);

    private final LaunchParameters launch;
    private final MetaAppSettings meta;
    private final ServiceClock clock;

    VersionWarnings(LaunchParameters launch, MetaAppSettings meta, ServiceClock clock) {
        this.launch = launch;
        this.meta = meta;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        sentences(launch, meta.graphVersion(), today).forEach(log::warn);
    }

    /** The warnings, each sentence once. */
    static Set<String> sentences(LaunchParameters launch, String graphVersion, LocalDate today) {
        var versions = MetaVersions.load();
        var sentences = new LinkedHashSet<String>();
        for (ConnectionMode mode : ConnectionMode.values()) {
            launch.version(mode)
                    .flatMap(version ->
                            versions.warning(MetaVersions.Kind.EMBEDDED_SIGNUP, version, today))
                    .ifPresent(sentences::add);
        }
        versions.warning(MetaVersions.Kind.GRAPH, graphVersion, today).ifPresent(sentences::add);
        return sentences;
    }
}

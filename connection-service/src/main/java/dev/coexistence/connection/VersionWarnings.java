package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.meta.MetaVersions;
import dev.coexistence.connection.meta.MetaVersions.Kind;
import dev.coexistence.connection.metrics.EndMeters;
import dev.coexistence.connection.metrics.EndMeters.VersionEnd;
import dev.coexistence.connection.onboarding.LaunchParameters;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Says at the start which of Meta's versions in use have ended, or end soon. */
@Component
class VersionWarnings implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(VersionWarnings.class);

    private final LaunchParameters launch;
    private final MetaAppSettings meta;
    private final ServiceClock clock;
    private final EndMeters meters;

    VersionWarnings(
            LaunchParameters launch, MetaAppSettings meta, ServiceClock clock, EndMeters meters) {
        this.launch = launch;
        this.meta = meta;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        sentences(launch, meta.graphVersion(), today).forEach(log::warn);
    }

    /** Shows the ends as they are now, for a service that runs for months. */
    @Scheduled(fixedDelayString = "PT1M")
    void show() {
        Instant now = clock.instant();
        meters.showVersions(
                ends(launch, meta.graphVersion(), LocalDate.ofInstant(now, ZoneOffset.UTC)), now);
    }

    /** Known ends of the versions in use, each once. */
    static List<VersionEnd> ends(LaunchParameters launch, String graphVersion, LocalDate today) {
        var versions = MetaVersions.load();
        var ends = new LinkedHashSet<VersionEnd>();
        for (ConnectionMode mode : ConnectionMode.values()) {
            launch.version(mode)
                    .flatMap(version -> end(versions, Kind.EMBEDDED_SIGNUP, version, today))
                    .ifPresent(ends::add);
        }
        end(versions, Kind.GRAPH, graphVersion, today).ifPresent(ends::add);
        return List.copyOf(ends);
    }

    private static Optional<VersionEnd> end(
            MetaVersions versions, Kind kind, String version, LocalDate today) {
        return versions.findEnd(kind, version, today)
                .map(day ->
                        new VersionEnd(
                                kind.key(), version, day.atStartOfDay(ZoneOffset.UTC).toInstant()));
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

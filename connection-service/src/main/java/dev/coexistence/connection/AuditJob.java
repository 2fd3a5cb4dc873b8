package dev.coexistence.connection;

import dev.coexistence.connection.audit.AuditRetention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes the audit's entries that were kept long enough. */
@Component
class AuditJob {
    private static final Logger log = LoggerFactory.getLogger(AuditJob.class);

    private final AuditRetention retention;

    AuditJob(AuditRetention retention) {
        this.retention = retention;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void removeOld() {
        long removed = retention.removeOld();
        if (removed > 0) {
            log.atInfo().addKeyValue("entries", removed).log("Old entries of the audit removed");
        }
    }
}

package dev.coexistence.ingest.operate;

import dev.coexistence.access.AuditLog;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Remembers on which thread a controller last wrote to the audit; found by the application's scan
 * in tests.
 */
@Component
class ThreadProbe implements BeanPostProcessor {
    final AtomicReference<@Nullable Thread> last = new AtomicReference<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof AuditLog log)) {
            return bean;
        }
        return (AuditLog)
                (caller, action, object, tenant, before, after) -> {
                    last.set(Thread.currentThread());
                    log.write(caller, action, object, tenant, before, after);
                };
    }
}

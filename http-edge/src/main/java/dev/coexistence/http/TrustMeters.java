package dev.coexistence.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * Meter {@code whatsapp.trust.ends.in{bundle}}: seconds until the last certificate of a bundle's
 * trust store ends, after which it trusts nobody; negative once it has. Boot's own {@code
 * ssl.chain.expiry} tells of key stores.
 */
final class TrustMeters implements MeterBinder {
    private final SslBundles bundles;
    private final InstantSource time;

    TrustMeters(SslBundles bundles, InstantSource time) {
        this.bundles = bundles;
        this.time = time;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String name : bundles.getBundleNames()) {
            if (lastEnd(trusted(name)) != null) {
                Gauge.builder("whatsapp.trust.ends.in", this, it -> it.secondsLeft(name))
                        .baseUnit("seconds")
                        .description("Time until nothing of the trust store is valid")
                        .tag("bundle", name)
                        .register(meters);
            }
        }
    }

    private double secondsLeft(String bundle) {
        Instant end = lastEnd(trusted(bundle));
        return end == null ? Double.NaN : Duration.between(time.instant(), end).toMillis() / 1e3;
    }

    private @Nullable KeyStore trusted(String bundle) {
        return bundles.getBundle(bundle).getStores().getTrustStore();
    }

    private static @Nullable Instant lastEnd(@Nullable KeyStore store) {
        if (store == null) {
            return null;
        }
        try {
            Instant last = null;
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    Instant end = certificate.getNotAfter().toInstant();
                    last = last == null || end.isAfter(last) ? end : last;
                }
            }
            return last;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("A trust store cannot be read", e);
        }
    }
}

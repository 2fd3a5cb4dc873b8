package dev.coexistence.kafka.client;

import dev.coexistence.schemas.broker.WrongClientSetting;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Bundle of certificates as it is now; renewed where it has {@code reload-on-update}. */
public final class RenewedBundle {
    private volatile Renewal newest;

    private record Renewal(SslBundle bundle, SSLContext tls) {
        static Renewal of(SslBundle bundle) {
            return new Renewal(bundle, bundle.createSslContext());
        }
    }

    private RenewedBundle(SslBundle bundle) {
        newest = Renewal.of(bundle);
    }

    /**
     * @param variable name of the setting, for the message
     * @param listener called with the new context at each renewal
     * @throws WrongClientSetting where no bundle has that name, or its files cannot be read
     */
    public static RenewedBundle find(
            SslBundles bundles, String variable, String name, Consumer<SSLContext> listener) {
        try {
            var found = new RenewedBundle(bundles.getBundle(name));
            bundles.addBundleUpdateHandler(
                    name,
                    bundle -> {
                        found.newest = Renewal.of(bundle);
                        listener.accept(found.tls());
                    });
            return found;
        } catch (NoSuchSslBundleException e) {
            throw new WrongClientSetting(
                    variable + ": spring.ssl.bundle has none that is named " + name);
        } catch (IllegalStateException e) {
            throw new WrongClientSetting(
                    variable + ": the bundle " + name + " cannot be read: " + e.getMessage());
        }
    }

    SslBundle bundle() {
        return newest.bundle();
    }

    public SSLContext tls() {
        return newest.tls();
    }
}

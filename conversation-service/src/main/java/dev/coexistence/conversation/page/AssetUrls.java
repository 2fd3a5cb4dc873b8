package dev.coexistence.conversation.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.resource.VersionResourceResolver;
import org.webjars.WebJarVersionLocator;

/**
 * The page's own files and those from webjars. Each has its version in its address, so that a
 * browser may keep it for good.
 */
@Configuration(proxyBeanMethods = false)
public class AssetUrls implements WebFluxConfigurer {
    private static final CacheControl FOR_GOOD =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    private static final String OWN = "static/assets/";

    private final WebJarVersionLocator webJars = new WebJarVersionLocator();
    private final String style = versionName("page", "css");
    private final String script = versionName("page", "js");
    private final String live = versionName("live", "js");
    private final String icon = versionName("icon", "svg");
    private final String htmx =
            "/"
                    + Objects.requireNonNull(
                                    webJars.fullPath("htmx.org", "dist/htmx.min.js"),
                                    "htmx.org is not on the class path")
                            .substring("META-INF/resources/".length());

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/" + OWN)
                .setCacheControl(FOR_GOOD)
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
        registry.addResourceHandler("/webjars/htmx.org/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/htmx.org/")
                .setCacheControl(FOR_GOOD);
    }

    public String style() {
        return style;
    }

    public String script() {
        return script;
    }

    /** The script of the shared worker. */
    public String live() {
        return live;
    }

    public String icon() {
        return icon;
    }

    public String htmx() {
        return htmx;
    }

    private static String versionName(String name, String ending) {
        String path = OWN + name + "." + ending;
        try (InputStream in = AssetUrls.class.getClassLoader().getResourceAsStream(path)) {
            Objects.requireNonNull(in, path);
            return "/assets/" + name + "-" + DigestUtils.md5DigestAsHex(in) + "." + ending;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

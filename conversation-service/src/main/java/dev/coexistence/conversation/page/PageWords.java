package dev.coexistence.conversation.page;

import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;
import org.thymeleaf.spring6.web.webflux.ISpringWebFluxWebExchange;

/**
 * Lets templates say {@code #times}, {@code #labels}, {@code #assets}, {@code #words} and {@code
 * #me}. Beans by their name are refused in attributes, these are not.
 */
@Component
class PageWords extends AbstractDialect implements IExpressionObjectDialect {
    private static final Set<String> NAMES = Set.of("times", "labels", "assets", "words", "me");
    private final IExpressionObjectFactory objects;

    PageWords(Times times, Labels labels, AssetUrls assets, MessageSource texts) {
        super("page");
        objects =
                new IExpressionObjectFactory() {
                    @Override
                    public Set<String> getAllExpressionObjectNames() {
                        return NAMES;
                    }

                    @Override
                    public Object buildObject(IExpressionContext context, String name) {
                        return switch (name) {
                            case "times" -> times;
                            case "labels" -> labels;
                            case "assets" -> assets;
                            case "words" -> new Words(texts, context.getLocale());
                            case "me" -> visitor(context);
                            default -> throw new IllegalArgumentException(name);
                        };
                    }

                    @Override
                    public boolean isCacheable(String name) {
                        return true;
                    }
                };
    }

    /** Nobody where a template is not made for a request. */
    private static PageVisitor visitor(IExpressionContext context) {
        return context instanceof IWebContext web
                        && web.getExchange() instanceof ISpringWebFluxWebExchange exchange
                        && exchange.getNativeExchangeObject() instanceof ServerWebExchange request
                ? PageVisitor.of(request)
                : PageVisitor.NOBODY;
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return objects;
    }
}

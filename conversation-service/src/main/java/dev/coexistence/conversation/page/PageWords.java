package dev.coexistence.conversation.page;

import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/**
 * Lets templates say {@code #times}, {@code #labels}, {@code #assets} and {@code #words}. Beans by
 * their name are refused in attributes, these are not.
 */
@Component
class PageWords extends AbstractDialect implements IExpressionObjectDialect {
    private static final Set<String> NAMES = Set.of("times", "labels", "assets", "words");
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
                            default -> throw new IllegalArgumentException(name);
                        };
                    }

                    @Override
                    public boolean isCacheable(String name) {
                        return true;
                    }
                };
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return objects;
    }
}

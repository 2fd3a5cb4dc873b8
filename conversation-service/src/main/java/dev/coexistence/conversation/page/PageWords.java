package dev.coexistence.conversation.page;

import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/**
 * Lets templates say {@code #times}, {@code #labels} and {@code #assets}. Beans by their name are
 * refused in attributes, these are not.
 */
@Component
class PageWords extends AbstractDialect implements IExpressionObjectDialect {
    private static final Set<String> NAMES = Set.of("times", "labels", "assets");
    private final IExpressionObjectFactory objects;

    PageWords(Times times, Labels labels, Assets assets) {
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

package dev.coexistence.conversation.page;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the page's display.
 *
 * @param earlierText which earlier wordings of edited and deleted messages people see
 */
@ConfigurationProperties("page")
public record PageSettings(@DefaultValue("EDITED") EarlierText earlierText) {}

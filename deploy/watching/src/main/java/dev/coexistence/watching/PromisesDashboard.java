package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** Dashboard of the four promises, their error budgets, and what waits, over all numbers. */
final class PromisesDashboard {
    private static final String QUIET = "nothing happened yet that a promise speaks of";

    private PromisesDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-promises",
                "WhatsApp · Promises",
                "What is promised, what is left of the error budgets, and what ends or waits.",
                List.of(),
                List.of(budgets(), numbers(), waits(), ends()));
    }

    private static Row budgets() {
        return Row.of(
                "Promises over 30 days",
                Panel.number(
                                "Error budget left",
                                Panel.SHARE,
                                "Of what the objective allows to go wrong in 30 days; below 0 the promise is broken.")
                        .columns(12)
                        .query(
                                PanelQuery.of("promise:budget:left", "{{promise}}")
                                        .mayBeEmpty(QUIET)),
                Panel.table("Objectives", Panel.SHARE, "Share of the cases that must be good.")
                        .query("promise:objective:ratio", "{{promise}}"),
                Panel.lines(
                                "Budget burnt, in times of what 30 days allow",
                                Panel.COUNT,
                                "1 uses it up in 30 days; 14.4 for an hour, or 6 for six, wakes somebody.")
                        .query(
                                PanelQuery.of(
                                                "promise:errors:ratio1h / on (promise) (1 - promise:objective:ratio)",
                                                "{{promise}} in an hour")
                                        .mayBeEmpty(QUIET))
                        .query(
                                PanelQuery.of(
                                                "promise:errors:ratio6h / on (promise) (1 - promise:objective:ratio)",
                                                "{{promise}} in six hours")
                                        .mayBeEmpty(QUIET)),
                Panel.lines(
                                "Not kept",
                                Panel.SHARE,
                                "Share of the last five minutes that was refused, late, parked or lost.")
                        .query(
                                PanelQuery.of("promise:errors:ratio5m", "{{promise}}")
                                        .mayBeEmpty(QUIET)));
    }

    private static Row numbers() {
        return Row.of(
                "Numbers, all of them",
                Panel.lines(
                                "Numbers by how they stand",
                                Panel.COUNT,
                                "With messages; held; late, while their budget lies idle; throttled by Meta.")
                        .query("sum by (state) (whatsapp_dispatch_numbers)", "{{state}}"),
                Panel.stacked(
                                "Held numbers by reason",
                                Panel.COUNT,
                                "meta_ and a code: Meta refuses; else the connection.")
                        .query(
                                PanelQuery.of(
                                                "sum by (reason) (whatsapp_dispatch_numbers_held)",
                                                "{{reason}}")
                                        .mayBeEmpty("no number was held")),
                Panel.lines(
                                "Oldest message that may go",
                                Panel.SECONDS,
                                "Over all numbers; a long queue at a full budget is no fault.")
                        .query("max(whatsapp_dispatch_oldest_age_seconds)", "oldest"));
    }

    private static Row waits() {
        return Row.of(
                "What waits",
                Panel.lines(
                                "Changes not handed out",
                                Panel.SECONDS,
                                "Age of the oldest; a forgotten transaction in PostgreSQL holds them back.")
                        .query(
                                "max by (reader) (whatsapp_conversation_changes_behind_seconds)",
                                "{{reader}}"),
                Panel.lines("Webhooks out and media, oldest", Panel.SECONDS, "Age of the oldest.")
                        .query("max(whatsapp_conversation_webhook_oldest_seconds)", "webhooks")
                        .query("max(whatsapp_conversation_media_oldest_seconds)", "media"),
                Panel.lines("Webhooks out and media, number", Panel.COUNT, "That wait.")
                        .query("max(whatsapp_conversation_webhook_pending)", "webhooks")
                        .query("max(whatsapp_conversation_media_waiting)", "media"),
                Panel.lines(
                                "Followed topics",
                                Panel.COUNT,
                                "Keys in memory, and those whose newest record cannot be read.")
                        .query("max by (topic) (whatsapp_followed_entries)", "{{topic}}")
                        .query(
                                "max by (topic) (whatsapp_followed_unreadable)",
                                "{{topic}} unreadable"));
    }

    private static Row ends() {
        return Row.of(
                "What ends",
                Panel.lines("Tokens by their end", Panel.COUNT, "Of all connected numbers.")
                        .query("max by (end) (whatsapp_connection_tokens)", "{{end}}"),
                Panel.table("Tokens that end", Panel.SECONDS, "Soonest first.")
                        .query(
                                PanelQuery.of(
                                                "min by (phone_number_id) (whatsapp_connection_token_ends_in_seconds)",
                                                "{{phone_number_id}}")
                                        .mayBeEmpty("tokens of system users do not end")),
                Panel.table("Meta's versions in use", Panel.SECONDS, "Until they end, where known.")
                        .query(
                                "min by (product, version) (whatsapp_connection_meta_version_ends_in_seconds)",
                                "{{product}} {{version}}"),
                Panel.table(
                                "Certificates and trust",
                                Panel.SECONDS,
                                "Of each SSL bundle, until the first certificate of its chain, or the last that it trusts, ends.")
                        .query(
                                PanelQuery.of(
                                                "min by (service, bundle) (ssl_chain_expiry_seconds)",
                                                "{{service}} {{bundle}}")
                                        .mayBeEmpty("no bundle is set"))
                        .query(
                                PanelQuery.of(
                                                "min by (service, bundle) (whatsapp_trust_ends_in_seconds)",
                                                "{{service}} {{bundle}} trusts")
                                        .mayBeEmpty("no bundle is set")));
    }
}

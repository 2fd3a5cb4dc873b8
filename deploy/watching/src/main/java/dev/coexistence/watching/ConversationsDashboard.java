package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** The unified view: how current it is, who writes, what goes out to subscribers. */
final class ConversationsDashboard {
    private ConversationsDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-conversations",
                "WhatsApp · Conversations",
                "How current the conversations are, who writes, and the webhooks to subscribers.",
                List.of(),
                List.of(projector(), people(), deliveryRow()));
    }

    private static Row projector() {
        return Row.of(
                "Projector",
                Panel.lines(
                                "Events, facts, changes",
                                Panel.EVENTS,
                                "What was handled, what it said, what of it was news. A replay raises the first two only.")
                        .query(
                                "sum(rate(whatsapp_conversation_events_total[$__rate_interval]))",
                                "events")
                        .query(
                                "sum(rate(whatsapp_conversation_facts_total[$__rate_interval]))",
                                "facts")
                        .query(
                                "sum(rate(whatsapp_conversation_changes_total[$__rate_interval]))",
                                "changes"),
                Panel.lines(
                                "From the topic to the view",
                                Panel.SECONDS,
                                "How far the view is behind the log.")
                        .query(
                                "sum(rate(whatsapp_conversation_lag_seconds_sum[$__rate_interval])) / sum(rate(whatsapp_conversation_lag_seconds_count[$__rate_interval]))",
                                "on average")
                        .query("max(whatsapp_conversation_lag_seconds_max)", "slowest"),
                Panel.stacked("Events by topic", Panel.EVENTS, "Where they come from.")
                        .columns(24)
                        .query(
                                "sum by (topic) (rate(whatsapp_consumer_handled_total{service=\"conversation\"}[$__rate_interval]))",
                                "{{topic}}"));
    }

    private static Row people() {
        return Row.of(
                "Waiting and media",
                Panel.lines(
                                "Statuses that wait for their message",
                                Panel.COUNT,
                                "A status may come before its message; it waits and is applied then.")
                        .query("sum(whatsapp_conversation_waiting)", "waiting"),
                Panel.stacked("Media fetched", Panel.PER_SECOND, "Photographs, voice notes, files.")
                        .query(
                                PanelQuery.of(
                                                "sum by (outcome) (rate(whatsapp_conversation_media_attempts_total[$__rate_interval]))",
                                                "{{outcome}}")
                                        .mayBeEmpty("The story has no media.")));
    }

    private static Row deliveryRow() {
        return Row.of(
                "Webhooks to subscribers",
                Panel.stacked(
                                "Attempts",
                                Panel.PER_SECOND,
                                "retried: comes again after 5 seconds to 10 hours. dead: given up, stands in the delivery log.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_conversation_webhook_attempts_total[$__rate_interval]))",
                                "{{outcome}}"),
                Panel.lines("Endpoints paused", Panel.COUNT, "Times that one was paused by itself.")
                        .query(
                                "sum(whatsapp_conversation_webhook_endpoints_paused_total)",
                                "paused"));
    }
}

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
                List.of(projector(), people(), out()));
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
                "People",
                Panel.stacked(
                                "Messages by who sent them",
                                Panel.EVENTS,
                                "customer; app: the owner's phone; api: sent through this system; history: imported.")
                        .query(
                                "sum by (sender) (rate(whatsapp_conversation_messages_total[$__rate_interval]))",
                                "{{sender}}"),
                Panel.lines("Open web pages", Panel.COUNT, "Streams of live events.")
                        .query("sum(whatsapp_conversation_live_streams)", "streams"));
    }

    private static Row out() {
        return Row.of(
                "Webhooks to subscribers",
                Panel.stacked(
                                "Attempts",
                                Panel.PER_SECOND,
                                "Failed attempts come again after 5 seconds to 10 hours.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_webhooks_out_attempts_total[$__rate_interval]))",
                                "{{outcome}}"),
                Panel.lines("Waiting", Panel.COUNT, "Deliveries not done; endpoints that pause.")
                        .query("sum(whatsapp_webhooks_out_pending)", "waiting")
                        .query("sum(whatsapp_webhooks_out_paused)", "paused endpoints"),
                Panel.lines("Oldest due", Panel.SECONDS, "How late the most late delivery is.")
                        .query("max(whatsapp_webhooks_out_age_seconds)", "age"));
    }
}

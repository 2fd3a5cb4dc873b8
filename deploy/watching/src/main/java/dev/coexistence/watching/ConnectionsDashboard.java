package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** The numbers: their states, and the clock that ends a connection whose app nobody opens. */
final class ConnectionsDashboard {
    private ConnectionsDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-connections",
                "WhatsApp · Connections and activity clocks",
                "States of the numbers, days until the app must have been opened, onboarding, calls to Meta.",
                List.of(Variable.MODE, Variable.NUMBER),
                List.of(states(), activity(), onboarding()));
    }

    private static Row states() {
        return Row.of(
                "Numbers",
                Panel.stacked("Numbers by state", Panel.COUNT, "All of them, by state.")
                        .query(
                                "sum by (state) (whatsapp_connections{mode=~\"$mode\"})",
                                "{{state}}"),
                Panel.stacked("Connected numbers by mode", Panel.COUNT, "Those that can send.")
                        .query(
                                "sum by (mode) (whatsapp_connections{state=\"connected\",mode=~\"$mode\"})",
                                "{{mode}}"),
                Panel.stateOverTime(
                                "Not sending",
                                "Numbers that were connected and are suspended or disconnecting.")
                        .columns(24)
                        .query(
                                Query.of(
                                                "max by (phone_number_id, state) (whatsapp_connection_number{phone_number_id=~\"$number\",state!=\"connected\"})",
                                                "{{phone_number_id}} {{state}}")
                                        .mayBeEmpty(
                                                "Every connected number sends while all is well.")));
    }

    private static Row activity() {
        return Row.of(
                "Activity clocks",
                Panel.table(
                                "Days left until presumed inactive",
                                Panel.DAYS,
                                "The owner must have the app open every 14 days. Shortest first.")
                        .query(
                                "sort(min by (phone_number_id) (whatsapp_connection_presumed_inactive_in_seconds{phone_number_id=~\"$number\"}) / 86400)",
                                "{{phone_number_id}}"),
                Panel.lines(
                                "Age of the newest evidence",
                                Panel.SECONDS,
                                "Echo, contact change, history, or an operator's word that the app was opened.")
                        .query(
                                "max by (phone_number_id) (whatsapp_connection_app_activity_age_seconds{phone_number_id=~\"$number\"})",
                                "{{phone_number_id}}"));
    }

    private static Row onboarding() {
        return Row.of(
                "Onboarding",
                Panel.stacked("Steps", Panel.COUNT, "Steps in the time shown, by how they ended.")
                        .query(
                                "sum by (step, outcome) (increase(whatsapp_connection_steps_total[$__range]))",
                                "{{step}} {{outcome}}"),
                Panel.stacked("Calls to Meta", Panel.PER_SECOND, "By call and outcome.")
                        .query(
                                "sum by (call, outcome) (rate(whatsapp_connection_meta_calls_seconds_count[$__rate_interval]))",
                                "{{call}} {{outcome}}"),
                Panel.lines(
                                "Outbox",
                                Panel.COUNT,
                                "Changes of connections that Kafka has not acknowledged.")
                        .query("sum(whatsapp_connection_outbox_depth)", "rows"),
                Panel.lines("Oldest in the outbox", Panel.SECONDS, "0 where it is empty.")
                        .query("max(whatsapp_connection_outbox_age_seconds)", "age"));
    }
}

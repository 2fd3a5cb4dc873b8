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
                "States of the numbers, days until the app must have been opened, sign-ups, what Meta tells.",
                List.of(DashboardVariable.MODE, DashboardVariable.NUMBER),
                List.of(states(), activity(), events(), onboardingRow()));
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
                Panel.stacked("Sign-ups", Panel.COUNT, "In the time shown, by how they ended.")
                        .query(
                                "sum by (outcome) (increase(whatsapp_connection_sign_ups_total[$__range]))",
                                "{{outcome}}"),
                Panel.stacked("Published", Panel.EVENTS, "Records on whatsapp.connections.")
                        .query(
                                "sum(rate(whatsapp_connection_records_published_total[$__rate_interval]))",
                                "records"));
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

    private static Row events() {
        return Row.of(
                "What Meta tells",
                Panel.stacked("Account events", Panel.EVENTS, "By what became of them.")
                        .query(
                                "sum by (fate) (rate(whatsapp_connection_account_events_total[$__rate_interval]))",
                                "{{fate}}"),
                Panel.stacked("Evidence of the app", Panel.EVENTS, "Echoes, contacts, history.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_connection_evidence_events_total[$__rate_interval]))",
                                "{{outcome}}"),
                Panel.stacked("Warnings", Panel.COUNT, "Days without the app, since the start.")
                        .query(
                                "sum by (days) (whatsapp_connection_inactivity_warnings_total)",
                                "{{days}} days"),
                Panel.stacked("Failed checks", Panel.COUNT, "Of the self-tests, since the start.")
                        .query(
                                "sum by (subject) (whatsapp_connection_failed_checks_total)",
                                "{{subject}}"));
    }

    private static Row onboardingRow() {
        return Row.of(
                "Onboarding and Meta's API",
                Panel.stacked("Steps of onboardings", Panel.COUNT, "In the time shown.")
                        .query(
                                "sum by (step, outcome) (increase(whatsapp_connection_steps_total[$__range]))",
                                "{{step}} {{outcome}}"),
                Panel.stacked("Calls to Meta", Panel.PER_SECOND, "By call and what came of it.")
                        .query(
                                "sum by (call, outcome) (rate(whatsapp_connection_meta_calls_seconds_count[$__rate_interval]))",
                                "{{call}} {{outcome}}"),
                Panel.lines(
                                "Waiting to be published",
                                Panel.SECONDS,
                                "Age of the oldest change that is not on whatsapp.connections yet.")
                        .query("max(whatsapp_connection_outbox_age_seconds)", "oldest"));
    }
}

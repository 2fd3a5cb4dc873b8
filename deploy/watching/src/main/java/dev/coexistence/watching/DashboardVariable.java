package dev.coexistence.watching;

/**
 * A choice at the top of a dashboard; several or all may be chosen.
 *
 * @param name as queries write it, after a dollar
 * @param label as people read it
 * @param values Grafana's query for what can be chosen
 */
record DashboardVariable(String name, String label, String values) {
    static final DashboardVariable MODE =
            new DashboardVariable(
                    "mode", "Mode", "label_values(whatsapp_dispatch_budget_per_second, mode)");

    /** Only those of the chosen modes. */
    static final DashboardVariable NUMBER =
            new DashboardVariable(
                    "number",
                    "Number",
                    "label_values(whatsapp_dispatch_budget_per_second{mode=~\"$mode\"}, phone_number_id)");

    static final DashboardVariable SERVICE =
            new DashboardVariable(
                    "service", "Service", "label_values(up{job=\"whatsapp\"}, service)");
}

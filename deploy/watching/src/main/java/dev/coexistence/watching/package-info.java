/** Grafana's dashboards as Java: what is watched, in which words, by which query. */
@NullMarked
package dev.coexistence.watching;

import org.jspecify.annotations.NullMarked;

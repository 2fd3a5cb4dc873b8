/**
 * Policy editions: countries of coexistence, lost app features, budgets, and how long the app may
 * stay shut.
 */
@NullMarked
package dev.coexistence.connection.policy;

import org.jspecify.annotations.NullMarked;

/** Where coexistence is to be had, what it costs the app, and how long the app may stay shut. */
@NullMarked
package dev.coexistence.connection.policy;

import org.jspecify.annotations.NullMarked;

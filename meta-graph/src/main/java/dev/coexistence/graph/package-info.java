/** Meta's Graph API over HTTP: its address, its answers, and the calls that it allows. */
@NullMarked
package dev.coexistence.graph;

import org.jspecify.annotations.NullMarked;

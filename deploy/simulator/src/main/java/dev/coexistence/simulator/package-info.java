/** Meta's Cloud API and a phone with the WhatsApp Business app, simulated. */
@NullMarked
package dev.coexistence.simulator;

import org.jspecify.annotations.NullMarked;

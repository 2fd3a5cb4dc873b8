/** The HTTP edge of a service: deadlines of requests, errors as problems. */
@NullMarked
package dev.coexistence.http;

import org.jspecify.annotations.NullMarked;

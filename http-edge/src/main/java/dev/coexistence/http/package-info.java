/** Where a service is asked over HTTP: deadlines of a request, errors as problems. */
@NullMarked
package dev.coexistence.http;

import org.jspecify.annotations.NullMarked;

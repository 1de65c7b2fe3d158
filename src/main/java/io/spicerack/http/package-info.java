/** The one way in over HTTP for every port: requests parsed once, limits and deadlines, a router, strict JSON, paging. */
@NullMarked
package io.spicerack.http;

import org.jspecify.annotations.NullMarked;

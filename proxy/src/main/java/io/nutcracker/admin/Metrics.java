// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code /metrics}: what Prometheus reads, in its own text format or in that of OpenMetrics. */
final class Metrics implements AdminResource {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

  Metrics(ProxyStatus proxy) {
    registry.register(new ProxyCollector(proxy));
    registry.register(new LatencyCollector(proxy));
    registry.register(new ProcessCollector());
  }

  @Override
  public AdminResponse answer(AdminRequest request) {
    boolean wantsOpenMetrics = openMetrics.accepts(request.header(HttpHeaderNames.ACCEPT));
    ExpositionFormatWriter format = wantsOpenMetrics ? openMetrics : prometheus;
    var bytes = new ByteArrayOutputStream();
    try {
      // All names are plain: no scheme changes any.
      format.write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new AssertionError("an array has room", e);
    }
    return AdminResponse.of(format.getContentType(), bytes.toByteArray());
  }
}

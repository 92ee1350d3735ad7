package dev.causeway.proto.codec;

import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AccessLogging.CapturedCookie;
import dev.causeway.routing.model.AccessLogging.CapturedHeader;
import dev.causeway.routing.model.AccessLogging.Syslog;
import java.util.List;

/** How accesses are logged, both ways. */
final class AccessLogCodec {
  private AccessLogCodec() {}

  static dev.causeway.proto.v1.AccessLogging accessLog(AccessLogging log) {
    var wire =
        dev.causeway.proto.v1.AccessLogging.newBuilder()
            .setMaxLength(log.maxLength())
            .setEmptyRequests(log.emptyRequests());
    log.requestHeaders().forEach(header -> wire.addRequestHeaders(header(header)));
    log.responseHeaders().forEach(header -> wire.addResponseHeaders(header(header)));
    Syslog syslog = log.syslog();
    if (syslog != null) {
      wire.setSyslog(
          dev.causeway.proto.v1.Syslog.newBuilder()
              .setAddress(syslog.address())
              .setPort(syslog.port())
              .setFacility(syslog.facility()));
    }
    String format = log.httpFormat();
    if (format != null) {
      wire.setHttpFormat(format);
    }
    CapturedCookie cookie = log.cookie();
    if (cookie != null) {
      wire.setCookie(
          dev.causeway.proto.v1.CapturedCookie.newBuilder()
              .setName(cookie.name())
              .setPrefix(cookie.prefix())
              .setMaxLength(cookie.maxLength()));
    }
    return wire.build();
  }

  private static dev.causeway.proto.v1.CapturedHeader header(CapturedHeader header) {
    return dev.causeway.proto.v1.CapturedHeader.newBuilder()
        .setName(header.name())
        .setMaxLength(header.maxLength())
        .build();
  }

  static AccessLogging accessLog(dev.causeway.proto.v1.AccessLogging wire) {
    return new AccessLogging(
        wire.hasSyslog() ? syslog(wire.getSyslog()) : null,
        wire.getMaxLength(),
        wire.hasHttpFormat() ? wire.getHttpFormat() : null,
        headers(wire.getRequestHeadersList()),
        headers(wire.getResponseHeadersList()),
        wire.hasCookie() ? cookie(wire.getCookie()) : null,
        wire.getEmptyRequests());
  }

  private static Syslog syslog(dev.causeway.proto.v1.Syslog wire) {
    return new Syslog(wire.getAddress(), wire.getPort(), wire.getFacility());
  }

  private static List<CapturedHeader> headers(List<dev.causeway.proto.v1.CapturedHeader> wire) {
    return wire.stream()
        .map(header -> new CapturedHeader(header.getName(), header.getMaxLength()))
        .toList();
  }

  private static CapturedCookie cookie(dev.causeway.proto.v1.CapturedCookie wire) {
    return new CapturedCookie(wire.getName(), wire.getPrefix(), wire.getMaxLength());
  }
}

package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.RouterRejection;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.proto.codec.ResourceEncoder;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.NoticeView;
import dev.causeway.proto.v1.RejectionCode;
import dev.causeway.proto.v1.ResourceView;
import dev.causeway.proto.v1.Subscriber;
import dev.causeway.proto.v1.TicketKeysView;
import dev.causeway.proto.v1.VerdictView;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What inspection shows, as it travels. */
final class Views {
  private static final String CODE_PREFIX = "REJECTION_CODE_";

  private Views() {}

  static ResourceView resource(Resource resource, @Nullable ContentHash hash) {
    ResourceView.Builder view = ResourceView.newBuilder().setId(WireIds.name(resource.key()));
    if (hash != null) {
      view.setHash(hash.hex());
    }
    // Each kind chooses its own view; there is no path from here to a private key.
    return switch (resource) {
      case Settings settings -> view.setSettings(ResourceEncoder.settings(settings)).build();
      case Certificate certificate ->
          view.setCertificate(CertificateViews.leaf(certificate)).build();
      case TrustBundle bundle -> view.setTrustBundle(CertificateViews.bundle(bundle)).build();
      case Upstream upstream -> view.setUpstream(ResourceEncoder.upstream(upstream)).build();
      case VirtualHost host -> view.setVirtualHost(ResourceEncoder.virtualHost(host)).build();
      case TicketKeys keys ->
          view.setTicketKeys(
                  TicketKeysView.newBuilder()
                      .addAllIds(keys.keys().stream().map(TicketKeys.TicketKey::id).toList()))
              .build();
      case EndpointSet set -> view.setEndpointSet(ResourceEncoder.endpointSet(set)).build();
    };
  }

  static Subscriber subscriber(SubscriberView view) {
    return Subscriber.newBuilder()
        .setShard(view.shard())
        .setRouter(view.router())
        .setPeer(view.peer())
        .setIdentity(view.identity())
        .setBuild(view.build())
        .setState(view.state())
        .setOfferedId(text(view.offered()))
        .setAckedId(text(view.acked()))
        .setEffectiveId(text(view.effective()))
        .setEndpointSequenceSent(view.endpointSequenceSent())
        .setEndpointSequenceAcked(view.endpointSequenceAcked())
        .setRejectionCount(Math.toIntExact(view.rejectionCount()))
        .setConnectedUnixMillis(view.connected().toEpochMilli())
        .setStaleNonces(view.staleNonces())
        .build();
  }

  private static String text(@Nullable SnapshotId id) {
    return id == null ? "" : id.text();
  }

  static dev.causeway.proto.v1.RouterRejection rejection(
      String router, RouterRejection rejection, List<String> routes) {
    ContentHash kept = rejection.kept();
    return dev.causeway.proto.v1.RouterRejection.newBuilder()
        .setRouter(router)
        .setId(WireIds.name(rejection.key()))
        .setHash(rejection.hash().hex())
        .setCode(code(rejection.code()))
        .setField(rejection.field())
        .setMessage(rejection.message())
        .setKeptHash(kept == null ? "" : kept.hex())
        .addAllRoutes(routes)
        .build();
  }

  private static RejectionCode code(String code) {
    for (RejectionCode value : RejectionCode.values()) {
      if (value.name().equals(CODE_PREFIX + code)) {
        return value;
      }
    }
    return RejectionCode.REJECTION_CODE_UNSPECIFIED;
  }

  static VerdictView verdict(Verdict verdict) {
    return VerdictView.newBuilder()
        .setShard(verdict.shard())
        .setNamespace(verdict.route().namespace())
        .setName(verdict.route().name())
        .setHost(verdict.host())
        .setWildcard(verdict.wildcard())
        .setAdmitted(verdict.admitted())
        .setReason(verdict.reason() == null ? "" : verdict.reason().text())
        .setField(verdict.field())
        .setMessage(verdict.message())
        .setOrigin(verdict.origin().toString())
        .build();
  }

  static NoticeView notice(String shard, Notice notice) {
    return NoticeView.newBuilder()
        .setShard(shard)
        .setObject(notice.object().toString())
        .setField(notice.field())
        .setMessage(notice.message())
        .setOrigin(notice.origin().toString())
        .build();
  }
}

package dev.causeway.demo.origin;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The gRPC service of the origins: it says back what it hears, as UTF-8 text. */
public final class GrpcEcho {
  /** When the client began the call, by {@link System#nanoTime}. */
  public static final Metadata.Key<String> BEGUN =
      Metadata.Key.of("x-begun", Metadata.ASCII_STRING_MARSHALLER);

  static final String SERVICE = "demo.Echo";

  private GrpcEcho() {}

  /** Returns the call with one message each way. */
  public static MethodDescriptor<String, String> say() {
    return method(MethodType.UNARY, "Say");
  }

  /** Returns the call with an answer to each message. */
  public static MethodDescriptor<String, String> talk() {
    return method(MethodType.BIDI_STREAMING, "Talk");
  }

  private static MethodDescriptor<String, String> method(MethodType type, String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try (stream) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

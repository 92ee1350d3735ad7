package dev.causeway.router.http;

import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.routing.model.ClientConnections;
import io.netty.channel.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every HTTP connection of a server shares.
 *
 * @param handler takes the exchanges
 * @param timeouts the limits for a connection accepted now; asked on the connection's event loop
 * @param heads what holds for heads on a connection accepted now; asked on its event loop
 * @param refused told of every answer a codec makes itself and of every connection it cuts
 * @param scans the deadline scan of each event loop of the server
 * @param draining whether the server drains: a connection whose codec is installed only then has
 *     not seen {@link DrainEvent}; asked on the connection's event loop
 * @param connections how connections begin and end; asked on their event loop
 * @param finishesWithoutClient whether a complete request is answered although its client sends no
 *     more (RO-040); asked on the connection's event loop
 */
public record HttpServing(
    ExchangeHandler handler,
    Supplier<ClientTimeouts> timeouts,
    Supplier<HeadTerms> heads,
    Refusals refused,
    Function<EventLoop, DeadlineScan> scans,
    BooleanSupplier draining,
    Supplier<ClientConnections> connections,
    BooleanSupplier finishesWithoutClient) {}

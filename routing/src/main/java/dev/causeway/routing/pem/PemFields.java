package dev.causeway.routing.pem;

import dev.causeway.routing.model.KeyMaterial;

/**
 * The fields a serving certificate is made of, as written; empty where absent.
 *
 * @param certificate leaf first, then its chain; may hold the key (RT-082)
 * @param key private key
 * @param caCertificate further chain certificates and validation roots (RT-018)
 */
public record PemFields(KeyMaterial certificate, KeyMaterial key, String caCertificate) {}

package dev.causeway.routing.match;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import org.jspecify.annotations.Nullable;

/**
 * One rule with the answers it can give, made once.
 *
 * @param rule the rule
 * @param wirePath its path in the form request targets have
 * @param proxy answer where the rule serves
 * @param redirect answer on the plain side, or null where its policy is no redirect
 */
record RuleEntry<T>(
    Rule rule, String wirePath, Match.Proxy<T> proxy, Match.@Nullable Redirect<T> redirect) {

  static <T> RuleEntry<T> of(VirtualHost host, Rule rule, T plan) {
    return new RuleEntry<>(
        rule,
        RequestTarget.wireForm(rule.path()),
        new Match.Proxy<>(host, rule, plan),
        rule.insecurePolicy() == InsecurePolicy.REDIRECT
            ? new Match.Redirect<>(host, rule, plan)
            : null);
  }
}

package dev.causeway.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the behaviours of OKD that a test proves, by their stable IDs ({@code HO-024}). The
 * compatibility page is generated from these, so a test carries an ID only if it would fail without
 * the behaviour.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Behaviour {

  /** IDs of the behaviours, three at the most. */
  String[] value();
}

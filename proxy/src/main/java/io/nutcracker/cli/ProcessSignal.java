// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A signal that the process acts on, and what the log says of it, in twemproxy's words. */
public enum ProcessSignal {
  HUP(1, ", reopening log file"),
  INT(2, ", exiting"),
  USR1(10, ""),
  TERM(15, ", exiting"),
  TTIN(21, ", up logging level"),
  TTOU(22, ", down logging level");

  private static final Logger log = LoggerFactory.getLogger(ProxyRun.LOGGER);

  /** Linux' number for it. */
  private final int number;

  private final String consequence;

  ProcessSignal(int number, String consequence) {
    this.number = number;
    this.consequence = consequence;
  }

  /**
   * From now on the signal is logged, and then does this, in a thread of its own. A signal that the
   * process was started to ignore stays ignored, as {@code nohup} wants it; with Java's {@code
   * -Xrs} those that end the process still do.
   */
  public void on(Runnable action) {
    try {
      handle(() -> {
        log.info("signal {} (SIG{}) received{}", number, name(), consequence);
        action.run();
      });
    } catch (InvocationTargetException e) {
      log.warn("SIG{} has its default effect: {}", name(), String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      log.warn("SIG{} has its default effect: this Java has no {}", name(), e.getMessage());
    }
  }

  /** Java's only way to hear of signals. The compiler warns of its very name, hence not by it. */
  private void handle(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler run =
        (_, _, _) -> {
          action.run();
          return null;
        };
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance(name()),
            Proxy.newProxyInstance(
                ProcessSignal.class.getClassLoader(), new Class<?>[] {handler}, run));
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.LoadedConfig;
import io.nutcracker.config.NutcrackerConfig;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.config.Version;
import io.nutcracker.proxy.Proxy;
import io.nutcracker.proxy.ProxyOptions;
import java.io.IOException;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A normal start, in twemproxy's order: log file, pid file, start lines, configuration, proxy. Then
 * it waits for a request to stop and takes all of it down again. What prevents the start is said on
 * standard error, and also in the log when that is a file.
 */
final class ProxyRun {
  /** The logger of start and stop lines, which are written at any {@code -v} level. */
  static final String LOGGER = "nutcracker";

  private static final Logger CONFIG_LOG = LoggerFactory.getLogger("config");

  private final CommandLineOptions options;
  private final PrintStream err;
  private final Launch launch;
  private final StopRequest stop;
  private final Logger log = LoggerFactory.getLogger(LOGGER);

  ProxyRun(CommandLineOptions options, PrintStream err, Launch launch, StopRequest stop) {
    this.options = options;
    this.err = err;
    this.launch = launch;
    this.stop = stop;
  }

  /** Returns the exit status when the proxy has stopped or could not start. */
  int run() throws InterruptedException {
    try (var output = LogOutput.open(options.logFile, options.verbosity, launch.logStream())) {
      obeySignals(output);
      int status = logged();
      log.info("done, rabbit done");
      return status;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static void obeySignals(LogOutput output) {
    ProcessSignal.HUP.on(output::reopen);
    ProcessSignal.TTIN.on(output::raiseLevel);
    ProcessSignal.TTOU.on(output::lowerLevel);
    ProcessSignal.USR1.on(() -> {});
  }

  private int logged() throws InterruptedException {
    try (var _ = PidFile.create(options.pidFile)) {
      logStart();
      LoadedConfig loaded = ConfigFile.load(options.confFile);
      loaded.warnings().forEach(warning -> CONFIG_LOG.warn("{}", warning));
      try (var proxy = Proxy.start(loaded.config(), proxyOptions(loaded.config()))) {
        launch.report(0);
        stop.await();
        proxy.drain(options.drainTimeoutMs, stop.atOnce());
      }
      return 0;
    } catch (ConfigException e) {
      e.problems().forEach(problem -> say(problem.toString()));
      say(ConfigFile.verdict(options.confFile, false));
    } catch (IOException e) {
      say("nutcracker: " + e.getMessage());
    }
    return 1;
  }

  private void say(String line) {
    err.println(line);
    if (!options.logFile.isEmpty()) {
      log.error("{}", line);
    }
  }

  private void logStart() {
    if (options.daemonize && !launch.isAwaited()) {
      log.warn("-d has no effect: only the launcher can put Java into the background");
    }
    String arch = System.getProperty("os.arch");
    log.info(
        "nutcracker-{} built for {} {} {} started on pid {}",
        Version.current(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        arch.equals("amd64") ? "x86_64" : arch,
        ProcessHandle.current().pid());
    log.info(
        "run, rabbit run / dig that hole, forget the sun / and when at last the work is done"
            + " / don't sit down / it's time to dig another one");
  }

  /** The command line wins over the file. */
  private ProxyOptions proxyOptions(NutcrackerConfig config) throws IOException {
    int workers =
        options.workers.orElse(config.workers().orElse(Runtime.getRuntime().availableProcessors()));
    TransportChoice transport =
        options.transport.or(config::transport).orElse(TransportChoice.AUTO);
    return new ProxyOptions(
        workers,
        transport,
        options.statsAddress,
        options.statsPort,
        options.mbufSizeBytes,
        config.maxMemory(),
        AdminTokenFile.token(options.adminTokenFile, options.adminToken));
  }
}

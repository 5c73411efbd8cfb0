// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads configurations from text, under the name {@code c.yml} and without asking a resolver. */
public final class ConfigText {
  private static final Set<String> KNOWN_HOSTS =
      Set.of("127.0.0.1", "localhost", "::1", "0", "0.0.0.0");

  /** The files {@code /run/…} and the variables that tests may name. */
  private static final Secrets SECRETS =
      new Secrets() {
        private static final Map<String, String> FILES =
            Map.of(
                "/run/line", "from a file\n",
                "/run/dos", "from a file\r\n",
                "/run/lines", "from a file\n\n",
                "/run/bare", "from a file",
                "/run/empty", "\n");

        @Override
        public String file(String path) throws IOException {
          String text = FILES.get(path);
          if (text == null) {
            throw new NoSuchFileException(path);
          }
          return text;
        }

        @Override
        public @Nullable String variable(String name) {
          return Map.of("PASSWORD", "from the environment", "EMPTY", "").get(name);
        }
      };

  private ConfigText() {}

  static LoadedConfig load(String yaml) throws ConfigException {
    return ConfigLoader.parse("c.yml", yaml.getBytes(UTF_8), ConfigText::resolve, SECRETS);
  }

  private static InetAddress resolve(String host) throws UnknownHostException {
    if (!KNOWN_HOSTS.contains(host)) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getLoopbackAddress();
  }

  /** The only pool of a valid configuration. */
  public static PoolConfig pool(String yaml) throws ConfigException {
    return load(yaml).config().pools().getFirst();
  }

  /** As printed; empty when the configuration is valid. */
  static List<String> problems(String yaml) {
    try {
      load(yaml);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  static List<String> warnings(String yaml) throws ConfigException {
    return load(yaml).warnings().stream().map(ConfigProblem::toString).toList();
  }

  /** A valid pool 'alpha' with this line as its line 3. */
  public static String alphaWith(String directive) {
    return """
    alpha:
      listen: 127.0.0.1:22121
      %s
      servers:
       - 127.0.0.1:6379:1
       - 127.0.0.1:6380:1
    """
        .formatted(directive);
  }
}

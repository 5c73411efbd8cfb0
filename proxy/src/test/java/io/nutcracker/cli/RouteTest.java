// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where {@code route} says that keys live. */
class RouteTest {
  @TempDir private Path dir;
  private String conf = "";

  @BeforeEach
  void writeConfiguration() throws IOException {
    conf = dir.resolve("c.yml").toString();
    Files.writeString(
        Path.of(conf),
        """
        alpha:
          listen: 127.0.0.1:1
          hash_tag: "{}"
          servers:
           - 127.0.0.1:6380:1 server1
           - 127.0.0.1:6381:1 server2
           - 127.0.0.1:6382:1 server3
           - 127.0.0.1:6383:1 server4
        one:
          listen: 127.0.0.1:2
          servers:
           - 127.0.0.1:6380:1
        """);
  }

  @Test
  void printsKeyHashAndServerOfEachArgument() throws InterruptedException {
    assertThat(
            CommandLineRun.of(
                "route", "-c", conf, "--pool", "alpha", "a", "user:{a}:1", "--", "-b"))
        .isEqualTo(
            new CommandLineRun(
                0,
                """
                a\t2248273036\tserver3
                user:{a}:1\t2248273036\tserver3
                -b\t3029883598\tserver3
                """,
                ""));
  }

  @Test
  void printsTheRouteOfEachLineOfStandardInput() throws InterruptedException {
    assertThat(
            CommandLineRun.with(
                    "a\nb\n\n@c", () -> {}, "route", "--conf-file=" + conf, "--pool=alpha")
                .out()
                .lines()
                .map(line -> line.replaceFirst("\t.*", "")))
        .containsExactly("a", "b", "", "@c");
  }

  @Test
  void keepsTheBytesOfKeys() {
    byte[] keys = "a\u00ff\u0000b\r\nc\n".getBytes(ISO_8859_1);
    var out = new ByteArrayOutputStream();
    var terminal =
        new Terminal(new ByteArrayInputStream(keys), new PrintStream(out), new PrintStream(out));
    assertThat(Route.run(List.of("-c", conf, "--pool", "one"), terminal)).isZero();
    assertThat(out.toString(ISO_8859_1))
        .isEqualTo("a\u00ff\u0000b\r\t0\t127.0.0.1:6380\nc\t0\t127.0.0.1:6380\n");
  }

  @Test
  void leavesServersOut() throws InterruptedException {
    String[] alive = {"route", "-c", conf, "--pool", "alpha", "a"};
    String[] ejected = {"route", "-c", conf, "--pool", "alpha", "--without", "server3", "a"};
    assertThat(CommandLineRun.of(alive).out()).endsWith("\tserver3\n");
    assertThat(CommandLineRun.of(ejected).out()).doesNotContain("server3");
  }

  @Test
  void routesAsTheReferenceDoes() throws IOException, InterruptedException {
    JsonNode vectors;
    try (InputStream in = RouteTest.class.getResourceAsStream("/routing-vectors.json")) {
      vectors = JsonMapper.shared().readTree(in);
    }
    String keys =
        strings(vectors.get("keysHex")).stream().collect(Collectors.joining("\n", "", "\n"));
    for (JsonNode layout : vectors.get("layouts")) {
      for (String hash : List.of("fnv1a_64", "md5", "murmur")) {
        for (String distribution : strings(vectors.get("distributions"))) {
          writeLayout(layout, hash, distribution);
          var args = new ArrayList<>(List.of("route", "-c", conf, "--pool", "p", "--hex"));
          strings(layout.get("ejected")).forEach(name -> args.addAll(List.of("--without", name)));
          assertThat(
                  CommandLineRun.with(keys, () -> {}, args.toArray(String[]::new))
                      .out()
                      .lines()
                      .map(line -> line.replaceFirst(".*\t", "")))
              .describedAs("%s %s %s", layout.get("id"), hash, distribution)
              .containsExactlyElementsOf(expectedServers(layout, hash, distribution));
        }
      }
    }
  }

  private void writeLayout(JsonNode layout, String hash, String distribution) throws IOException {
    var yaml = new StringBuilder("p:\n  listen: 127.0.0.1:1\n");
    yaml.append("  hash: %s\n  distribution: %s\n".formatted(hash, distribution));
    if (!layout.get("hash_tag").isNull()) {
      yaml.append("  hash_tag: \"%s\"\n".formatted(layout.get("hash_tag").asString()));
    }
    yaml.append("  servers:\n");
    strings(layout.get("serversAsConfigured"))
        .forEach(server -> yaml.append("  - \"%s\"\n".formatted(server)));
    Files.writeString(Path.of(conf), yaml);
  }

  private static List<String> expectedServers(JsonNode layout, String hash, String distribution) {
    List<String> names =
        StreamSupport.stream(layout.get("serversSorted").spliterator(), false)
            .map(server -> server.get("name").asString())
            .toList();
    String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    String routes = layout.get("routes").get(distribution).get(hash).asString();
    return routes.chars().mapToObj(digit -> names.get(digits.indexOf(digit))).toList();
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }

  @Test
  void refusesNamesThatTheFileDoesNotHave() throws InterruptedException {
    assertThat(CommandLineRun.of("route", "-c", conf, "--pool", "beta", "a"))
        .isEqualTo(
            new CommandLineRun(
                1, "", "nutcracker: no pool is named 'beta'; there are [one, alpha]\n"));
    assertThat(CommandLineRun.of("route", "-c", conf, "--pool", "one", "--without", "x", "a"))
        .isEqualTo(
            new CommandLineRun(
                1, "", "nutcracker: no server is named 'x'; there are [127.0.0.1:6380]\n"));
  }

  @Test
  void refusesToLeaveOutAllServers() throws InterruptedException {
    assertThat(
            CommandLineRun.of(
                "route", "-c", conf, "--pool", "one", "--without", "127.0.0.1:6380", "a"))
        .isEqualTo(new CommandLineRun(1, "", "nutcracker: no server is left in pool 'one'\n"));
  }

  @Test
  void refusesKeysThatAreNotHexadecimal() throws InterruptedException {
    assertThat(CommandLineRun.of("route", "-c", conf, "--pool", "one", "--hex", "00ff", "xyz"))
        .isEqualTo(
            new CommandLineRun(
                1, "00ff\t0\t127.0.0.1:6380\n", "nutcracker: key 'xyz' is not in hexadecimal\n"));
  }

  @Test
  void refusesABadConfiguration() throws InterruptedException, IOException {
    Files.writeString(Path.of(conf), "alpha: 1\n");
    assertThat(CommandLineRun.of("route", "-c", conf, "--pool", "alpha").err().lines())
        .containsExactly(
            conf
                + ":1: alpha: is neither a server pool, which is a mapping of directives, nor one"
                + " of [workers, transport, max_memory]",
            "nutcracker: configuration file '" + conf + "' syntax is invalid");
    assertThat(CommandLineRun.of("route", "-c", "nope", "--pool", "alpha"))
        .isEqualTo(
            new CommandLineRun(
                1,
                "",
                "nutcracker: failed to open configuration 'nope': No such file or directory\n"));
  }

  @Test
  void explainsItself() throws InterruptedException {
    assertThat(CommandLineRun.of("route", "--help").out()).contains("--pool=NAME", "--without");
    var withoutPool = CommandLineRun.of("route");
    assertThat(withoutPool.status()).isEqualTo(1);
    assertThat(withoutPool.err()).contains("Missing required option: '--pool=NAME'", "Usage:");
  }
}

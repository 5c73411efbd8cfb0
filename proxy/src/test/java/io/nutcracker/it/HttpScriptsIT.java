// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of a pool's folder over HTTP. */
final class HttpScriptsIT {
  private static final String SCRIPT = "return {#KEYS, KEYS[1], KEYS[2], ARGV[1], ARGV[2]}";

  private final RedisServer server = RedisServer.start();
  private final Path root;
  private final Path folder;
  private final SubjectProxy proxy;
  private final HttpVisitor visitor;

  HttpScriptsIT(@TempDir Path root) throws IOException {
    this.root = root;
    this.folder = Files.createDirectory(root.resolve("scripts"));
    var alpha =
        TestPool.redis("alpha", List.of(server.poolEntry("s1")))
            .with("http", "true")
            .with("http_scripts", folder.toString());
    var none = TestPool.redis("none", List.of(server.poolEntry("s1"))).with("http", "true");
    proxy = SubjectProxy.with(1, TransportChoice.AUTO).start(List.of(alpha, none), 16384);
    visitor = new HttpVisitor(proxy.statsAddress());
  }

  @BeforeEach
  void writeScripts() throws IOException {
    Files.writeString(folder.resolve("hello.lua"), SCRIPT);
    Files.writeString(folder.resolve(".hidden.lua"), SCRIPT);
    Files.writeString(folder.resolve("text.txt"), SCRIPT);
    Files.writeString(root.resolve("outside.lua"), SCRIPT);
    Files.createSymbolicLink(folder.resolve("leads-out.lua"), root.resolve("outside.lua"));
    Files.createDirectory(folder.resolve("folder.lua"));
    Path version = Files.createDirectory(folder.resolve("..1"));
    Files.writeString(version.resolve("mounted.lua"), SCRIPT);
    Files.createSymbolicLink(folder.resolve("mounted.lua"), Path.of("..1/mounted.lua"));
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
  }

  private String run(String path) {
    HttpResponse<String> response = visitor.get("/pool/alpha/script/" + path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  void aScriptGetsItsKeysAndArguments() {
    String expected = "{\"hello\":[2,\"a\",\"b\",\"x y\",\"+\"]}\n";
    assertThat(run("hello?keys=a&keys=b&args=x+y&args=%2b")).isEqualTo(expected);
    assertThat(run("hello?args=x+y&keys=a&args=%2b&keys=b")).isEqualTo(expected);
    assertThat(run("hello.lua")).isEqualTo("{\"hello.lua\":[0]}\n");
    assertThat(run("mounted.raw?args=1")).isEqualTo("*1\r\n:0\r\n");
    assertThat(
            visitor
                .send(
                    visitor
                        .request("/pool/alpha/script/hello?keys=a&keys=b&args=x")
                        .POST(BodyPublishers.ofString("body")))
                .body())
        .isEqualTo("{\"hello\":[2,\"a\",\"b\",\"x\",\"body\"]}\n");
  }

  @Test
  void aServerIsSentTheScriptOnlyOnce() {
    run("hello?keys=a");
    run("hello?keys=a");
    assertThat(server.command("INFO", "commandstats"))
        .contains("cmdstat_evalsha:calls=2,")
        .contains("cmdstat_eval:calls=1,");
    server.command("SCRIPT", "FLUSH");
    run("hello?keys=a");
    assertThat(server.command("INFO", "commandstats")).contains("cmdstat_eval:calls=2,");
  }

  @Test
  void aChangedFileIsReadAgain() throws IOException {
    run("hello?keys=a");
    Files.writeString(folder.resolve("hello.lua"), "return 'new'");
    assertThat(run("hello?keys=a")).isEqualTo("{\"hello\":\"new\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        ".hidden",
        "text.txt",
        "leads-out",
        "folder",
        "..%2foutside",
        "%2e%2e%2foutside",
        "hello%00",
        "",
        "..1%2fmounted",
        "%ff"
      })
  void nothingElseIsFound(String name) {
    HttpResponse<String> response = visitor.get("/pool/alpha/script/" + name);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(HttpVisitor.json(response).path("error").asString())
        .startsWith("this pool has no script");
  }

  @Test
  void whatCannotBeRunIsRefused() throws IOException {
    assertThat(visitor.get("/pool/none/script/hello").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/pool/alpha/script/hello/x").statusCode()).isEqualTo(404);
    Files.writeString(folder.resolve("wrong.lua"), "return (");
    assertThat(visitor.get("/pool/alpha/script/wrong?keys=a").statusCode()).isEqualTo(400);
    Files.writeString(folder.resolve("long.lua"), " ".repeat(1024 * 1024 + 1));
    HttpResponse<String> response = visitor.get("/pool/alpha/script/long?keys=a");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("more than 1048576 bytes");
  }
}

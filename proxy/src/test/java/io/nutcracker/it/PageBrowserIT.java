// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * The page as a browser shows it, with a proxy at work. Leaves a picture of each view in {@code
 * target/screenshots}; with {@code -Dpage.write=true}, after minutes of traffic, those of the
 * documentation.
 */
@Tag("alone") // Browsers take both processors, and one test looks at the clock.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PageBrowserIT {
  private static final boolean WRITE = Boolean.getBoolean("page.write");
  private static final Path PICTURES =
      WRITE ? Path.of("..", "docs", "images") : Path.of("target", "screenshots");

  /** Of traffic, before pictures for the documentation are taken. */
  private static final Duration WARMUP = WRITE ? Duration.ofSeconds(150) : Duration.ofSeconds(12);

  private static final List<String> VIEWS =
      List.of("overview", "pool/shop", "keys/shop", "slowlog/shop", "clients/shop", "route/shop/a");

  private final List<AutoCloseable> started = new ArrayList<>();
  private final List<RedisServer> servers = new ArrayList<>();
  private SubjectProxy proxy;
  private Chromium browser;
  private BrowserPage page;

  @BeforeAll
  void start() {
    Optional<Path> program = Chromium.installed();
    assumeTrue(
        program.isPresent(),
        "the page is not looked at: none of " + Chromium.NAMES + " is on PATH");
    for (int i = 0; i < 3; i++) {
      servers.add(keep(RedisServer.start()));
    }
    var shop =
        TestPool.redis(
                "shop",
                List.of(
                    servers.get(0).poolEntry("cache-1"),
                    servers.get(1).poolEntry("cache-2"),
                    servers.get(2).poolEntry("cache-3")))
            .with("auto_eject_hosts", "true")
            .with("server_failure_limit", "1")
            .with("server_retry_timeout", "1500")
            .with("hash_tag", "{}")
            .with("latency_tracking", "true")
            .with("hotkeys_sample", "10")
            .with("slowlog_log_slower_than", "2000");
    var session =
        TestPool.redis("session", List.of(servers.get(2).poolEntry("session-1")))
            .with("latency_tracking", "true");
    proxy = keep(SubjectProxy.with(2, TransportChoice.AUTO).start(List.of(shop, session), 16384));
    keep(new PageTraffic(proxy.address("shop"), 24));
    keep(new PageTraffic(proxy.address("session"), 5));
    browser = keep(new Chromium(program.get()));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    started.add(resource);
    return resource;
  }

  @AfterAll
  void stop() throws Exception {
    for (var resource : started.reversed()) {
      resource.close();
    }
  }

  @BeforeEach
  void openPage() {
    page = browser.newPage();
    page.size(1200, 900);
    page.prefer("light");
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  private static String address(SubjectProxy proxy) {
    return "http://127.0.0.1:" + ((InetSocketAddress) proxy.statsAddress()).getPort() + "/";
  }

  private void open(String view) {
    page.open(address(proxy) + "#/" + view);
    page.await("document.getElementById('connection').dataset.state === 'live'");
  }

  private void assertNothingWentWrong() {
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void everyViewShowsWhatItIsFor() throws IOException {
    open("overview");
    // One proxy serves all tests: the traffic goes on meanwhile.
    page.await("performance.now() > " + WARMUP.toMillis(), WARMUP.plusSeconds(30));
    page.awaitText(".card .state", "3 servers up");
    page.awaitText(".card tbody th", "read");
    page.await("Number(document.querySelector('.card .large').textContent.replace(',', '')) > 100");
    picture("overview");

    page.click("#views a[href=\"#/pool\"]");
    page.await("document.querySelectorAll('.ring .arc').length === 3");
    page.await("document.querySelectorAll('.chart canvas').length >= 9");
    page.await("document.querySelectorAll('td.number').length > 20");
    page.awaitText("td .state", "up");
    page.await(
        "/^[0-9]/.test(document.querySelector('tbody tr:nth-child(2) td:nth-child(5)').innerText)");
    picture("pool");
    page.prefer("dark");
    picture("pool-dark");
    page.prefer("light");

    page.click("#views a[href=\"#/keys\"]");
    page.awaitText("td a", "config:prices");
    page.awaitText("td a", "report:");
    picture("keys");

    page.click("#views a[href=\"#/slowlog\"]");
    page.awaitText("td", "EVAL");
    picture("slowlog");

    page.click("#views a[href=\"#/clients\"]");
    page.awaitText("td", "checkout-0");
    picture("clients");

    page.click("#views a[href=\"#/route\"]");
    page.await("document.querySelector('input[name=key]')");
    page.evaluate("document.querySelector('input[name=key]').value = 'cart:{4711}:items'");
    page.click(".route-form button");
    page.awaitText(".answer .large", "cache-");
    assertThat(page.text(".answer")).contains("4711");
    picture("route");
    assertNothingWentWrong();
  }

  /** As high as the view is. */
  private void picture(String name) throws IOException {
    int height = page.evaluate("Math.ceil(document.body.getBoundingClientRect().height)").asInt();
    page.size(1200, Math.clamp(height, 420, 1100));
    // Two frames, for charts that are drawn anew.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    Path file = PICTURES.resolve("page-" + name + ".png");
    page.screenshot(file);
    assertThat(Files.size(file)).as(name).isLessThan(200_000);
    page.size(1200, 900);
  }

  @Test
  void aKilledServerIsSeenWithinTwoSeconds() {
    open("pool/shop");
    page.awaitText("td .state", "up");
    servers.getFirst().kill();
    try {
      long killed = System.nanoTime();
      page.await("document.querySelector('tr.ejected')", Duration.ofSeconds(2));
      System.out.printf("ejection seen after %d ms%n", (System.nanoTime() - killed) / 1_000_000);
      assertThat(page.text("tr.ejected")).contains("cache-1").contains("ejected");
      page.awaitText("#news", "shop: cache-1 is ejected");
      page.awaitText(".ring", "up, 1 ejected");
    } finally {
      servers.getFirst().restart();
    }
    page.await("!document.querySelector('tr.ejected')");
    page.awaitText("#news", "shop: cache-1 is back");
    page.click("#views a[href=\"#/overview\"]");
    page.awaitText(".news li", "shop: cache-1 is ejected");
    assertNothingWentWrong();
  }

  @Test
  void itFitsAPhone() throws IOException {
    page.size(360, 740);
    for (String view : VIEWS) {
      open(view);
      page.await("document.querySelector('main .panel, main .table')");
      assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
          .as(view)
          .isLessThanOrEqualTo(360);
      if (view.equals("overview")) {
        page.awaitText(".card .state", "3 servers up");
        page.await("document.querySelectorAll('.card tbody th').length > 2");
        page.await("/^[0-9]/.test(document.querySelector('.card .large').textContent)");
        Path file = PICTURES.resolve("page-phone.png");
        page.screenshot(file);
        assertThat(Files.size(file)).isLessThan(200_000);
      }
    }
    assertNothingWentWrong();
  }

  @Test
  void itIsDarkForWhoPrefersThat() {
    open("overview");
    String ground = "getComputedStyle(document.body).backgroundColor";
    assertThat(page.evaluate(ground).asString()).isEqualTo("rgb(244, 246, 248)");
    page.prefer("dark");
    assertThat(page.evaluate(ground).asString()).isEqualTo("rgb(16, 20, 26)");
  }

  @Test
  void theKeyboardReachesEverything() {
    open("pool/shop");
    page.awaitText("td .state", "up");
    page.press("Tab", 9);
    assertThat(page.evaluate("document.activeElement.className").asString()).isEqualTo("skip");
    for (int i = 0; i < 7; i++) {
      page.press("Tab", 9);
    }
    assertThat(page.evaluate("document.activeElement.tagName").asString()).isEqualTo("SELECT");
    page.press("Tab", 9);
    assertThat(page.evaluate("document.activeElement.type").asString()).isEqualTo("search");
    page.press("Tab", 9);
    page.press("Tab", 9);
    assertThat(page.evaluate("document.activeElement.textContent").asString()).isEqualTo("Server");
    page.press("Enter", 13);
    assertThat(page.evaluate("document.activeElement.parentElement.ariaSort").asString())
        .isEqualTo("descending");
    page.await("document.querySelector('tbody tr:nth-child(2)').textContent.includes('cache-3')");
  }

  @Test
  void aProxyThatCannotBeReachedIsSaidAndItGoesOn() {
    open("overview");
    page.setOffline(true);
    page.awaitText("#connection", "unreachable since");
    page.awaitText("#notice", "has not answered since");
    page.setOffline(false);
    page.awaitText("#connection", "live");
    assertThat(page.evaluate("document.getElementById('notice').hidden").asBoolean()).isTrue();
  }

  @Test
  void whoLacksTheTokenIsToldWhatToDo() {
    try (var locked =
        SubjectProxy.with(1, TransportChoice.AUTO)
            .startWithToken(List.of(TestPool.redis("alpha", List.of("127.0.0.1:1:1"))), "secret")) {
      page.setHeaders(Map.of("Authorization", "Bearer secret"));
      page.open(address(locked));
      page.awaitText("#connection", "live");
      page.setHeaders(Map.of());
      page.awaitText("#notice", "wants its admin token");
      assertThat(page.text("#connection")).isEqualTo("locked");
    }
  }

  @Test
  void whatIsSwitchedOffSaysHowToSwitchItOn() {
    String hint = "latency_tracking: true in the pool switches this on.";
    var quiet =
        TestPool.redis("quiet", List.of(servers.getFirst().poolEntry("cache-1")))
            .with("latency_tracking", "false");
    try (var other = SubjectProxy.start(List.of(quiet), 16384)) {
      page.open(address(other) + "#/overview");
      page.awaitText(".card p.quiet", hint);
      page.click("#views a[href=\"#/pool\"]");
      page.awaitText("section > p.quiet", hint);
      page.click("#views a[href=\"#/keys\"]");
      page.awaitText(".table .empty", hint);
      page.click("#views a[href=\"#/slowlog\"]");
      page.awaitText(".table .empty", hint);
    }
    open("overview");
    page.awaitText(".card .state", "servers up");
    assertThat(page.text("main")).doesNotContain(hint);
    assertNothingWentWrong();
  }

  /** Keys may hold anything. */
  @Test
  void keysAreNeverMarkup() {
    String bad = "<img src=x onerror=document.title='bad'>";
    try (var client = RawConnection.connect(proxy.address("session"))) {
      for (int i = 0; i < 3000; i++) {
        say(client, "GET", bad);
      }
      say(client, "SET", bad, "x".repeat(300_000));
    }
    open("keys/session");
    page.awaitText("td a", "onerror");
    assertThat(page.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    page.click("td a[href*=\"onerror\"]");
    page.awaitText(".answer .large", "session-1");
    assertThat(page.evaluate("document.querySelector('input').value").asString()).isEqualTo(bad);
    assertNothingWentWrong();
  }

  @Test
  void aThousandServersStayQuick() {
    var entries = IntStream.range(0, 1000).mapToObj(i -> "127.0.0.1:1:1 node-" + i).toList();
    try (var large = SubjectProxy.start(List.of(TestPool.redis("large", entries)), 16384)) {
      page.open(address(large) + "#/pool/large");
      page.awaitText("td .state", "up");
      assertThat(page.evaluate("document.querySelector('table').ariaRowCount").asString())
          .isEqualTo("1001");
      assertThat(rows()).isLessThan(100);
      double before = page.taskSeconds();
      double from = page.evaluate("performance.now()").asDouble();
      page.await("performance.now() > " + (from + 5000));
      System.out.printf(
          "1,000 servers: %.0f ms of work a second%n", (page.taskSeconds() - before) * 200);

      page.evaluate("document.querySelector('.table-box').scrollTop = 1e6");
      page.awaitText("td", "node-999");
      assertThat(rows()).isLessThan(100);
      page.evaluate(
          "(f => { f.value = 'node-77'; f.dispatchEvent(new Event('input')) })"
              + "(document.querySelector('input[type=search]'))");
      page.await("document.querySelectorAll('.table tbody tr:not([aria-hidden])').length === 11");
      assertNothingWentWrong();
    }
  }

  private int rows() {
    return page.evaluate("document.querySelectorAll('.table tbody tr').length").asInt();
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ring has the C program's points, and a hash finds its owner. */
class KetamaTest {
  static List<RoutingVectors.Layout> layouts() throws IOException {
    return RoutingVectors.load().layouts();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void ringIsTwemproxysPointForPoint(RoutingVectors.Layout layout) throws Exception {
    var ring = ring(layout.live());

    var text =
        IntStream.range(0, ring.size())
            .mapToObj(i -> Integer.toUnsignedString(ring.point(i)) + ":" + ring.pointOwner(i) + ";")
            .collect(joining());

    var sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    assertThat(ring.size()).isEqualTo(layout.ketamaRing().points());
    assertThat(pointsPerServer(ring, layout.serversSorted().size()))
        .isEqualTo(layout.ketamaRing().pointsPerServer());
    assertThat(HexFormat.of().formatHex(sha256)).isEqualTo(layout.ketamaRing().sha256());
  }

  /** What one has in stock must do for the other. */
  @Test
  void aRingCutFromALargerOneIsTheSameAsOneMadeAnew() {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var all = weighted(random.ints(random.nextInt(1, 30), 1, i % 2 == 0 ? 2 : 100).toArray());
      var live = new ArrayList<>(all);
      var points = new KetamaPoints(all);
      while (!live.isEmpty()) {
        assertSame(points.over(live), ring(live));
        live.remove(random.nextInt(live.size()));
      }
    }
  }

  private static void assertSame(Ketama ring, Ketama other) {
    assertThat(points(ring).toArray()).isEqualTo(points(other).toArray());
    assertThat(owners(ring).toArray()).isEqualTo(owners(other).toArray());
  }

  @Test
  void aDigestGivesFourPoints() {
    assertThat(points(ring(List.of(new RingServer(0, "server1", 1)))))
        .contains(3853726576L, 1491449930L, 639619849L, 2667054752L);
  }

  @Test
  void aHashBelongsToTheFirstPointAtOrAfterIt() {
    var ring = ring(equalServers(3));

    for (int i = 0; i < ring.size(); i++) {
      int owner = ring.pointOwner(i);
      int nextOwner = ring.pointOwner((i + 1) % ring.size());
      assertThat(ring.serverIndex(ring.point(i) - 1)).isEqualTo(owner);
      assertThat(ring.serverIndex(ring.point(i))).isEqualTo(owner);
      assertThat(ring.serverIndex(ring.point(i) + 1)).isEqualTo(nextOwner);
    }
  }

  @Test
  void hashesBeyondTheLastPointBelongToTheFirst() {
    var ring = ring(equalServers(3));

    assertThat(ring.serverIndex(0)).isEqualTo(ring.pointOwner(0));
    assertThat(ring.serverIndex(0xffffffff)).isEqualTo(ring.pointOwner(0));
  }

  @Test
  void singlePrecisionCostsSomePoolsFourPointsPerServer() {
    var poolsWith156Points =
        IntStream.rangeClosed(1, 100)
            .filter(n -> Ketama.pointCounts(equalServers(n))[0] == 156)
            .boxed();
    var otherCounts =
        IntStream.rangeClosed(1, 100)
            .flatMap(n -> Arrays.stream(Ketama.pointCounts(equalServers(n))))
            .filter(count -> count != 156)
            .distinct()
            .boxed();

    assertThat(poolsWith156Points).containsExactly(25, 47, 50, 55, 61, 71, 94, 100);
    assertThat(otherCounts).containsExactly(160);
  }

  @Test
  void aServerWithATinyShareHasNoPointsAndNoKeys() {
    var live = weighted(100_000, 1);

    assertThat(Ketama.pointCounts(live)).containsExactly(316, 0);
    assertThat(owners(ring(live))).containsOnly(0);
  }

  @Test
  void totalWeightWrapsAt32BitsAsInTwemproxy() {
    int max = Integer.MAX_VALUE;

    assertThat(Ketama.pointCounts(weighted(max, max, max))).containsExactly(480, 480, 480);
  }

  @Test
  void aTotalWeightThatWrapsToNextToNothingIsNotWrapped() {
    int max = Integer.MAX_VALUE;

    assertThat(Ketama.pointCounts(weighted(max, max, 2))).containsExactly(240, 240, 0);
    assertThat(Ketama.pointCounts(weighted(max, max, 3))).containsExactly(240, 240, 0);
    assertThat(Ketama.pointCounts(weighted(max, max, 100))).containsExactly(240, 240, 0);
  }

  @Test
  void longNamesAreCutSoThatTheirPointsCoincide() {
    var ring = ring(List.of(new RingServer(0, "n".repeat(272), 1)));
    var sameStart = ring(List.of(new RingServer(0, "n".repeat(300), 1)));
    var oneByteLess = ring(List.of(new RingServer(0, "n".repeat(271), 1)));

    assertThat(points(ring).distinct()).hasSize(4);
    assertThat(points(ring).toArray()).isEqualTo(points(sameStart).toArray());
    assertThat(points(oneByteLess).toArray()).isNotEqualTo(points(ring).toArray());
  }

  @Test
  void equalPointsBelongToTheEarlierServer() {
    var name = "n".repeat(272);
    var ring = ring(List.of(new RingServer(3, name + "a", 1), new RingServer(7, name + "b", 1)));

    assertThat(points(ring).distinct()).hasSize(4);
    assertThat(points(ring).mapToObj(point -> ring.serverIndex((int) point))).containsOnly(3);
  }

  private static Ketama ring(List<RingServer> live) {
    return new KetamaPoints(live).over(live);
  }

  private static List<RingServer> equalServers(int n) {
    return weighted(IntStream.generate(() -> 1).limit(n).toArray());
  }

  private static List<RingServer> weighted(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new RingServer(i, "server" + i, weights[i]))
        .toList();
  }

  private static LongStream points(Ketama ring) {
    return IntStream.range(0, ring.size()).mapToLong(i -> Integer.toUnsignedLong(ring.point(i)));
  }

  private static IntStream owners(Ketama ring) {
    return IntStream.range(0, ring.size()).map(ring::pointOwner);
  }

  private static List<Integer> pointsPerServer(Ketama ring, int servers) {
    return IntStream.range(0, servers)
        .mapToObj(server -> (int) owners(ring).filter(owner -> owner == server).count())
        .toList();
  }
}

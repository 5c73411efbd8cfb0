// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.Outlet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** To a client, the servers behind split reads are one server. */
class SplitReadsTest {
  private static final List<String> HEADS = List.of("get", "gets", "gat 60", "gats 0");

  private final MemcachedFragmenter fragmenter = new MemcachedFragmenter();
  private final MemcachedCoalescer coalescer = new MemcachedCoalescer();

  @Property
  void manyServersAnswerAsOne(
      @ForAll @IntRange(min = 1, max = 50) int serverCount, @ForAll Random random) {
    Map<String, String> one = new HashMap<>();
    List<Map<String, String>> many =
        Stream.<Map<String, String>>generate(HashMap::new).limit(serverCount).toList();
    KeyRouter router = KeyPlacement.byHash(serverCount);
    for (int i = 0; i < 60; i++) {
      String key = "key:" + random.nextInt(100);
      String value = "v".repeat(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 20));
      one.put(key, value);
      many.get(router.serverIndex(WireText.buffer(key), 0, key.length())).put(key, value);
    }
    for (int i = 0; i < 10; i++) {
      String request = request(random);

      assertThat(answer(request, many, router, random))
          .as("%s", request)
          .isEqualTo(answer(request, one));
    }
  }

  private static String request(Random random) {
    var request = new StringBuilder(HEADS.get(random.nextInt(HEADS.size())));
    int keys = 2 + random.nextInt(30);
    for (int i = 0; i < keys; i++) {
      request.append(" key:").append(random.nextInt(100));
    }
    return request + "\r\n";
  }

  /** As a server with these values answers. */
  private static String answer(String request, Map<String, String> values) {
    List<String> tokens = Arrays.asList(request.strip().split(" "));
    var reply = new StringBuilder();
    for (String key : tokens.subList(tokens.getFirst().startsWith("gat") ? 2 : 1, tokens.size())) {
      String value = values.get(key);
      reply.append(value == null ? "" : WireText.value(key, value));
    }
    return reply + "END\r\n";
  }

  private String answer(
      String request, List<Map<String, String>> servers, KeyRouter router, Random random) {
    ByteBuf in = WireText.buffer(request);
    fragmenter.split(in, 0, ParsedRequest.at(in, 0), router, servers.size());
    var client = new Outlet().open();
    coalescer.start(fragmenter, client.buffer(), List.of());
    List<String> responses = responses(servers);
    in.setZero(0, in.capacity()); // Nobody promises that these bytes stay.

    var order = new ArrayList<>(IntStream.range(0, responses.size()).boxed().toList());
    Collections.shuffle(order, random);
    for (int fragment : order) {
      respond(fragment, responses.get(fragment), client);
    }
    coalescer.write(client.buffer());
    coalescer.clear();

    assertThat(coalescer.heldBytes()).isZero();
    String response = client.received();
    assertThat(client.usedMemory()).isZero();
    return response;
  }

  private List<String> responses(List<Map<String, String>> servers) {
    var responses = new ArrayList<String>();
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      var outlet = new Outlet().open();
      fragmenter.append(fragment, outlet.buffer());
      responses.add(answer(outlet.received(), servers.get(fragmenter.server(fragment))));
    }
    return responses;
  }

  private void respond(int fragment, String response, Outlet client) {
    ByteBuf in = client.allocator().directBuffer();
    in.writeBytes(WireText.bytes("xx" + response + "yy"));
    coalescer.onResponse(fragment, in, 2, response.length(), client.buffer());
    in.release();
  }
}

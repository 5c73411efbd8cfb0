// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.Outlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** To a client, the servers behind split requests are one server. */
class SplitRequestsTest {
  private static final List<RedisCommand> SPLIT =
      List.of(
          RedisCommand.MSET,
          RedisCommand.MGET,
          RedisCommand.DEL,
          RedisCommand.MSET,
          RedisCommand.EXISTS,
          RedisCommand.UNLINK,
          RedisCommand.MGET,
          RedisCommand.TOUCH);

  private final RedisFragmenter fragmenter = new RedisFragmenter();
  private final RedisCoalescer coalescer = new RedisCoalescer();

  @Property
  void manyServersAnswerAsOne(
      @ForAll @IntRange(min = 1, max = 50) int serverCount, @ForAll Random random) {
    var one = new FakeRedis();
    List<FakeRedis> many = Stream.generate(FakeRedis::new).limit(serverCount).toList();
    for (int i = 0; i < 20; i++) {
      RedisCommand command = SPLIT.get(random.nextInt(SPLIT.size()));
      List<String> request = request(command, random);

      assertThat(answer(command, request, many, random))
          .as("%s", request)
          .isEqualTo(one.answer(Wire.array(request)));
    }
  }

  private static List<String> request(RedisCommand command, Random random) {
    var request = new ArrayList<>(List.of(command.name()));
    int keys = 2 + random.nextInt(30);
    for (int i = 0; i < keys; i++) {
      request.add("key:" + random.nextInt(100));
      if (command == RedisCommand.MSET) {
        request.add("v".repeat(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 20)));
      }
    }
    return request;
  }

  private String answer(
      RedisCommand command, List<String> request, List<FakeRedis> servers, Random random) {
    ByteBuf in = Wire.buffer(Wire.array(request));
    fragmenter.split(
        in, 0, command, request.size(), RedisFragmenterTest.modula(servers.size()), servers.size());
    List<String> responses = responses(servers);
    coalescer.start(requireNonNull(command.merge()), fragmenter);

    var client = new Outlet().open();
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

  private List<String> responses(List<FakeRedis> servers) {
    var responses = new ArrayList<String>();
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      var outlet = new Outlet().open();
      fragmenter.append(fragment, outlet.buffer());
      responses.add(servers.get(fragmenter.server(fragment)).answer(outlet.received()));
    }
    return responses;
  }

  private void respond(int fragment, String response, Outlet client) {
    ByteBuf in = client.allocator().directBuffer().writeBytes(Wire.bytes("xx" + response + "yy"));
    coalescer.onResponse(fragment, in, 2, response.length(), client.buffer());
    in.release();
  }
}

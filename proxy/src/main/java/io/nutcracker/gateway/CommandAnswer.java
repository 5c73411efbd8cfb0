// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.admin.LateAnswer;
import io.nutcracker.admin.Recipient;

/** What a pool replies to a command. */
record CommandAnswer(
    PoolDoor door, HeldBytes held, Identity identity, PoolPath path, AdminRequest request)
    implements LateAnswer {
  @Override
  public void start(Recipient recipient) {
    Channel visitor = request.connection();
    ByteBuf command = Requests.of(path.words(), visitor.alloc());
    var name = new String(path.words().getFirst(), UTF_8);
    VisitorConnections.of(visitor)
        .take(door, identity, held)
        .ask(command, new ReplyDelivery(recipient, name, path.form(), held, visitor.alloc()));
  }
}

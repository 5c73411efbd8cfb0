// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.nutcracker.config.UserConfig;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.protocol.redis.RespWriter;
import io.nutcracker.server.Lane;
import io.nutcracker.server.ServerPool;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis client has said of itself, and the answers to the commands that are about its
 * connection, in Redis' words. Sources: the command pages of HELLO, AUTH, ACL, CLIENT, RESET,
 * SELECT, CONFIG GET, INFO and TIME.
 */
final class RedisSession {
  /** A number as Redis reads it; no database has more digits. */
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

  /** What a name of a client or library may consist of. */
  private static final Pattern NAME = Pattern.compile("[!-~]*");

  private final ServerPool pool;
  private final SharedPool shared;
  private final Users users;
  private final long id;
  private final Instant since;

  /** Who the client is; null until it has authenticated. */
  private @Nullable UserConfig user;

  private @Nullable Permissions permissions;
  private RespVersion version = RespVersion.RESP2;
  private int db;
  private String name = "";
  private String libraryName = "";
  private String libraryVersion = "";

  RedisSession(WorkerPool worker) {
    this.shared = worker.shared();
    this.pool = worker.pool();
    this.users = worker.users();
    this.user = users.beforeAuth();
    this.id = pool.nextClientId();
    this.since = pool.now();
    this.db = pool.config().redisDb();
  }

  long id() {
    return id;
  }

  boolean isAuthenticated() {
    return user != null;
  }

  /** What the client may ask for; null for everything. */
  @Nullable Permissions permissions() {
    return permissions;
  }

  private void become(@Nullable UserConfig user) {
    this.user = user;
    this.permissions = Permissions.of(user);
  }

  RespVersion version() {
    return version;
  }

  /** Where the client's requests go. */
  Lane lane() {
    return pool.lane(version, db);
  }

  /** Whether this needs no password. */
  static boolean isForAnyone(RedisCommand command) {
    return switch (command) {
      case AUTH, HELLO, QUIT, RESET -> true;
      default -> false;
    };
  }

  /** Whether later requests may take another lane. */
  static boolean changesLane(RedisCommand command) {
    return command == RedisCommand.HELLO || command == RedisCommand.SELECT;
  }

  /** Whether later requests may take another lane, so that they must not overtake earlier ones. */
  static boolean waitsForEarlier(RedisCommand command) {
    return changesLane(command) || command == RedisCommand.RESET;
  }

  /**
   * The response to one of the commands that are about the connection.
   *
   * @param arguments without the command's name
   */
  byte[] answer(RedisCommand command, List<String> arguments, Supplier<String> remote) {
    return switch (command) {
      case HELLO -> hello(arguments);
      case AUTH -> auth(arguments);
      case ACL -> acl(arguments);
      case SELECT -> select(arguments.getFirst());
      case CLIENT -> client(arguments, remote);
      case RESET -> reset();
      case READONLY, READWRITE, CLUSTER -> RedisReplies.CLUSTER_DISABLED;
      case CONFIG -> config(arguments);
      case INFO -> reply().verbatim(sections(arguments)).toBytes();
      case SLOWLOG -> slowLog(arguments);
      case TIME -> time();
      default -> throw new AssertionError(command);
    };
  }

  /** The sections of INFO with these names. */
  String sections(List<String> names) {
    return new RedisInfo(shared).sections(names);
  }

  private RespWriter reply() {
    return new RespWriter(version);
  }

  private byte[] hello(List<String> arguments) {
    var hello = HelloArguments.of(arguments);
    String error = hello.error();
    if (error != null) {
      return RedisReplies.error(error);
    }
    String attempted = hello.user();
    UserConfig wanted =
        attempted == null ? user : users.authenticate(attempted, requireNonNull(hello.password()));
    if (wanted == null) {
      return attempted == null ? RedisReplies.NOAUTH_HELLO : RedisReplies.WRONGPASS;
    }
    String newName = hello.name() == null ? name : hello.name();
    if (!NAME.matcher(newName).matches()) {
      return RedisReplies.BAD_CLIENT_NAME;
    }
    become(wanted);
    name = newName;
    version = hello.version() == null ? version : hello.version();
    return greeting();
  }

  private byte[] greeting() {
    return reply()
        .map(7)
        .bulk("server")
        .bulk("redis")
        .bulk("version")
        .bulk(RedisInfo.REDIS_VERSION)
        .bulk("proto")
        .integer(version.number())
        .bulk("id")
        .integer(id)
        .bulk("mode")
        .bulk("standalone")
        .bulk("role")
        .bulk("master")
        .bulk("modules")
        .array(List.of())
        .toBytes();
  }

  /** {@code AUTH [user] password}. */
  private byte[] auth(List<String> arguments) {
    if (arguments.size() > 2) {
      return RedisReplies.SYNTAX_ERROR;
    }
    if (arguments.size() == 1 && users.beforeAuth() != null) {
      return RedisReplies.NO_PASSWORD_SET;
    }
    String attempted = arguments.size() == 2 ? arguments.getFirst() : UserConfig.DEFAULT;
    UserConfig authenticated = users.authenticate(attempted, arguments.getLast());
    if (authenticated != null) {
      become(authenticated);
      return RedisReplies.OK;
    }
    if (arguments.size() == 2 || users.areNamed()) {
      return RedisReplies.WRONGPASS;
    }
    // As twemproxy: a wrong password ends what a right one began.
    become(null);
    return RedisReplies.INVALID_PASSWORD;
  }

  private byte[] acl(List<String> arguments) {
    if (!arguments.getFirst().equalsIgnoreCase("whoami")) {
      return RedisReplies.unknownSubcommand(arguments.getFirst(), "ACL");
    }
    return arguments.size() == 1
        ? reply().bulk(userName()).toBytes()
        : RedisReplies.wrongCount("acl|whoami");
  }

  private String userName() {
    return user == null ? UserConfig.DEFAULT : user.name();
  }

  /** Where there is only one database, clients know it as 0 or by its number. */
  private byte[] select(String number) {
    if (!isNumber(number)) {
      return RedisReplies.NOT_AN_INTEGER;
    }
    int chosen = Integer.parseInt(number);
    if (!pool.hasDatabase(chosen)) {
      return RedisReplies.DB_OUT_OF_RANGE;
    }
    db = chosen;
    return RedisReplies.OK;
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private byte[] reset() {
    version = RespVersion.RESP2;
    db = pool.config().redisDb();
    name = "";
    become(users.beforeAuth());
    return RedisReplies.RESET;
  }

  private byte[] client(List<String> arguments, Supplier<String> remote) {
    String subcommand = arguments.getFirst().toUpperCase(Locale.ROOT);
    int count = arguments.size();
    return switch (subcommand) {
      case "ID" ->
          count == 1 ? reply().integer(id).toBytes() : RedisReplies.wrongCount("client|id");
      case "GETNAME" -> count == 1 ? getName() : RedisReplies.wrongCount("client|getname");
      case "SETNAME" ->
          count == 2 ? setName(arguments.get(1)) : RedisReplies.wrongCount("client|setname");
      case "SETINFO" -> count == 3 ? setInfo(arguments) : RedisReplies.wrongCount("client|setinfo");
      case "INFO" ->
          count == 1
              ? reply().verbatim(info(remote.get()).line(pool.now())).toBytes()
              : RedisReplies.wrongCount("client|info");
      case "LIST", "KILL" ->
          permissions == null
              ? others(subcommand, arguments)
              : RedisReplies.error(
                  permissions.refusal("client|" + subcommand.toLowerCase(Locale.ROOT)));
      case "NO-EVICT" ->
          count == 2 ? onOrOff(arguments.get(1)) : RedisReplies.wrongCount("client|no-evict");
      case "NO-TOUCH" ->
          count == 2 ? onOrOff(arguments.get(1)) : RedisReplies.wrongCount("client|no-touch");
      default -> RedisReplies.unknownSubcommand(arguments.getFirst(), "CLIENT");
    };
  }

  /** What the client calls itself; empty if it does not. */
  String name() {
    return name;
  }

  private byte[] getName() {
    return name.isEmpty() ? reply().nil().toBytes() : reply().bulk(name).toBytes();
  }

  private byte[] setName(String newName) {
    if (!NAME.matcher(newName).matches()) {
      return RedisReplies.BAD_CLIENT_NAME;
    }
    name = newName;
    return RedisReplies.OK;
  }

  private byte[] setInfo(List<String> arguments) {
    String attribute = arguments.get(1).toLowerCase(Locale.ROOT);
    String value = arguments.get(2);
    boolean isName = attribute.equals("lib-name");
    if (!isName && !attribute.equals("lib-ver")) {
      return RedisReplies.unrecognizedOption(arguments.get(1));
    }
    if (!NAME.matcher(value).matches()) {
      return RedisReplies.badAttribute(attribute);
    }
    if (isName) {
      libraryName = value;
    } else {
      libraryVersion = value;
    }
    return RedisReplies.OK;
  }

  /** What these ask of the servers does not reach them: their clients are we. */
  private static byte[] onOrOff(String value) {
    boolean isValid = value.equalsIgnoreCase("on") || value.equalsIgnoreCase("off");
    return isValid ? RedisReplies.OK : RedisReplies.SYNTAX_ERROR;
  }

  /** What others may know of this client. */
  ClientInfo info(String remote) {
    return new ClientInfo(
        id, remote, since, name, db, userName(), libraryName, libraryVersion, version.number());
  }

  /** About other clients, which only who may do everything sees. */
  private byte[] others(String subcommand, List<String> arguments) {
    List<String> options = arguments.subList(1, arguments.size());
    if (subcommand.equals("LIST")) {
      return list(options);
    }
    return options.isEmpty() ? RedisReplies.wrongCount("client|kill") : kill(options);
  }

  private byte[] list(List<String> options) {
    ClientFilter filter = ClientFilter.ofList(options);
    String error = filter.error();
    return error == null
        ? reply().verbatim(shared.clients().lines(filter.predicate(), pool.now())).toBytes()
        : RedisReplies.error(error);
  }

  /** The old form has nothing but an address. */
  private byte[] kill(List<String> options) {
    if (options.size() == 1) {
      String address = options.getFirst();
      int killed = shared.clients().kill(info -> info.address().equals(address));
      return killed == 0 ? RedisReplies.NO_SUCH_CLIENT : RedisReplies.OK;
    }
    ClientFilter filter = ClientFilter.ofKill(options, id, pool.now());
    String error = filter.error();
    return error == null
        ? reply().integer(shared.clients().kill(filter.predicate())).toBytes()
        : RedisReplies.error(error);
  }

  private byte[] config(List<String> arguments) {
    if (!arguments.getFirst().equalsIgnoreCase("get")) {
      return RedisReplies.unknownSubcommand(arguments.getFirst(), "CONFIG");
    }
    return arguments.size() == 1
        ? RedisReplies.wrongCount("config|get")
        : reply().map(parameters(arguments)).toBytes();
  }

  private Map<String, String> parameters(List<String> arguments) {
    return new RedisInfo(shared).parameters(arguments.subList(1, arguments.size()));
  }

  /** Names keys of all clients, so only who may do everything sees it. */
  private byte[] slowLog(List<String> arguments) {
    return permissions == null
        ? new SlowLogReplies(shared.slowLog(), reply()).answer(arguments)
        : RedisReplies.error(permissions.refusal("slowlog"));
  }

  private byte[] time() {
    Instant now = pool.now();
    String micros = Integer.toString(now.getNano() / 1000);
    return reply().array(List.of(Long.toString(now.getEpochSecond()), micros)).toBytes();
  }
}
